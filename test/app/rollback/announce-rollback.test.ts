import { describe, expect, it } from 'vitest';
import { putCard } from '../../../src/app/put-card.ts';
import { createAnnounceRollback } from '../../../src/app/rollback/announce-rollback.ts';
import type { Card } from '../../../src/domain/release/card.ts';
import type { AutomaticRule } from '../../../src/domain/rollback/automatic.ts';
import { crash, look, onlyRollout, openCard, play, settings } from '../../domain/release/story.ts';
import { openDesk } from '../open-desk.ts';

const rule: AutomaticRule = {
  services: ['payments-*'],
  environments: ['prod'],
  countdownMs: 120_000,
  mostPerDay: 2,
};

const failedAt = 1_000;

/** v43 has failed after v42 was healthy, and the process died before it could say what comes of it. */
async function leftUnsaid() {
  const opened = await openDesk();
  const healthy = {
    workload: 'eu/prod/Deployment/payments-api',
    revisionUid: 'rs-42',
    label: 'v42',
    verdict: 'good',
    at: 0,
  } as const;
  const card = play(openCard(look(43), 0, [healthy]), look(43, { problems: [crash({ restarts: 9 })] }));
  await putCard(opened.store, opened.desk, { before: undefined, after: card, now: failedAt });
  const changed: Card[] = [];
  const desk = { ...opened.desk, onCardChanged: (each: Card) => void changed.push(each) };
  const run = async () => onlyRollout((await opened.store.card('card-1')) ?? expect.fail('no card')).rollback;
  return { ...opened, desk, changed, run };
}

describe('what was decided when the process died', () => {
  it('is announced by whoever comes after, once', async () => {
    const { desk, at, changed, run, store } = await leftUnsaid();
    const { takeUp } = createAnnounceRollback(desk, [rule]);

    at(failedAt + 20_000);
    await takeUp();
    at(failedAt + 35_000);
    await takeUp();

    expect(await run()).toMatchObject({
      status: 'announced',
      targetLabel: 'v42',
      actsAt: failedAt + 140_000,
    });
    expect(changed).toHaveLength(1);
    expect(await store.history('payments-api', 10)).toContainEqual(
      expect.objectContaining({ type: 'rollback-announced', at: failedAt + 20_000 }),
    );
  });

  it('is not announced when it is no answer any more', async () => {
    const { desk, at, run } = await leftUnsaid();
    const { takeUp } = createAnnounceRollback(desk, [rule]);

    at(failedAt + settings.deadlineMs);
    await takeUp();

    expect(await run()).toBeUndefined();
  });

  it('is announced later when the store is away', async () => {
    const { desk, at, run, errors, store } = await leftUnsaid();
    let isAway = true;
    const transaction: typeof store.transaction = async (work) => {
      if (isAway) throw new Error('the store is away');
      return await store.transaction(work);
    };
    const { takeUp } = createAnnounceRollback({ ...desk, store: { ...store, transaction } }, [rule]);

    at(failedAt + 20_000);
    await takeUp();
    const first = await run();
    isAway = false;
    await takeUp();

    expect(errors).toEqual(['an automatic rollback could not be announced']);
    expect(first).toBeUndefined();
    expect(await run()).toMatchObject({ status: 'announced' });
  });
});
