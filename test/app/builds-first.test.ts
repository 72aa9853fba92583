import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { buildSubject } from '../../src/app/build-subject.ts';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import { createRecordBuildStep } from '../../src/app/record-build-step.ts';
import { rolloutsOf } from '../../src/domain/release/settle-card.ts';
import { counts, look } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

const service = 'payments-api';
const claim = { by: 'bot', now: 0, until: 1_000 };
const pushed = {
  service,
  build: 'b-1',
  step: 'push',
  status: 'passed',
  image: 'registry.example/payments-api:v43',
} as const;

/** v42 runs; what a pipeline said of v43 is stored, and not processed yet. */
async function withReport() {
  const open = await openDesk();
  const follow = createFollowWorkload({ ...open.desk, settings: { ...open.desk.settings, patience: 0.05 } });
  await follow.observe(look(42, { phase: 'complete', counts: counts(3) }), true);
  const arrival = { key: 'report-1', source: 'build', subject: buildSubject(service), body: '' };
  await open.store.inbox.receive(arrival, claim);
  const process = async () => {
    const entry = await open.store.inbox.take(arrival.subject, claim);
    if (entry === undefined) throw new Error('nothing waits');
    await createRecordBuildStep(open.desk).record(pushed, async ({ inbox }) => {
      await inbox.conclude(entry, { kind: 'done', at: 0 });
    });
  };
  return { ...open, follow, process };
}

describe('a rollout that is seen before the report of its build is processed', () => {
  it('waits for it, and goes on on the card of the build', async () => {
    const { follow, process, store } = await withReport();

    const seen = follow.observe(look(43), false);
    await process();
    await seen;

    const cards = await store.recentCards(service, 0);
    expect(cards.map((card) => [card.build?.id !== undefined, rolloutsOf(card).length])).toEqual([[true, 1]]);
  });

  it('is shown without it when it cannot be processed', async () => {
    const { follow, store } = await withReport();

    await follow.observe(look(43), false);

    const [card] = await store.recentCards(service, 0);
    expect(card?.build).toBeUndefined();
    expect(card?.version.label).toBe('v43');
  });

  it('waits no longer for a store that is slow to answer', async () => {
    const { follow, store } = await withReport();
    const isWaiting = store.inbox.isWaiting.bind(store.inbox);
    const asked = vi.spyOn(store.inbox, 'isWaiting').mockImplementation(async (subject) => {
      await setTimeout(400);
      return isWaiting(subject);
    });

    await follow.observe(look(43), false);

    // A second and a half is all the time there is.
    expect(asked.mock.calls.length).toBeLessThan(5);
    expect(await store.recentCards(service, 0)).toHaveLength(1);
  });

  it('waits once: what is seen of it later is told at once', async () => {
    const { follow, store } = await withReport();
    const asked = vi.spyOn(store.inbox, 'isWaiting');
    await follow.observe(look(43), false);
    expect(asked).toHaveBeenCalled();
    asked.mockClear();

    await follow.observe(look(43, { counts: counts(1) }), false);

    expect(asked).not.toHaveBeenCalled();
    expect(await store.inbox.isWaiting(buildSubject(service))).toBe(true);
  });
});
