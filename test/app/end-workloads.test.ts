import { describe, expect, it } from 'vitest';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import type { WorkloadObservation } from '../../src/domain/rollout/observation.ts';
import { workloadKey } from '../../src/domain/rollout/workload.ts';
import type { Inventory } from '../../src/ports.ts';
import { counts, crash, look } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

const complete = { phase: 'complete' as const, counts: counts(3) };
const key = workloadKey(look(42).workload);

function inventory(there: readonly WorkloadObservation[], overrides: Partial<Inventory> = {}): Inventory {
  const uids = new Map(there.map(({ workload, uid }) => [workloadKey(workload), uid]));
  return { cluster: 'eu', uids, covers: () => true, ...overrides };
}

/** v41 was live, and v42 was on its way when Shipmate went away. */
async function interrupted() {
  const opened = await openDesk();
  const before = createFollowWorkload(opened.desk);
  await before.observe(look(41, complete), true);
  await before.observe(look(42), false);
  opened.at(60_000);
  return { ...opened, follow: createFollowWorkload(opened.desk) };
}

const statuses = async ({ store }: Awaited<ReturnType<typeof openDesk>>) =>
  (await store.recentCards('payments-api', 0)).map(({ releases }) => releases[0]?.rollouts[0]?.status);

describe('a workload that went while Shipmate was away', () => {
  it('ends as deleted, and nothing is remembered of it', async () => {
    const desk = await interrupted();

    await desk.follow.settle(inventory([]));

    const [card] = await desk.store.recentCards('payments-api', 0);
    expect(card?.releases[0]?.rollouts[0]).toMatchObject({ status: 'deleted', endedAt: 60_000 });
    expect(card?.releases[0]?.verdict).toEqual({ kind: 'superseded', at: 60_000 });
    expect(await desk.store.workload(key)).toBeUndefined();
    expect(await desk.store.cardsFollowing(key)).toEqual([]);
  });

  it('ends a rollback that was on its way', async () => {
    const desk = await interrupted();
    const [card] = await desk.store.recentCards('payments-api', 0);
    const [release] = card?.releases ?? [];
    const rollouts = (release?.rollouts ?? []).map((rollout) => ({
      ...rollout,
      rollback: {
        offerId: 'offer-1',
        by: { userId: 'U0ADA', name: 'Ada' },
        target: look(41).revision,
        targetLabel: 'v41',
        way: { kind: 'undo' as const },
        requestedAt: 1,
        status: 'running' as const,
      },
    }));
    if (card === undefined || release === undefined) throw new Error('there is no card');
    await desk.store.saveCard(
      { ...card, releases: [{ ...release, rollouts }] },
      { following: [key], offerIds: [] },
    );

    await desk.follow.settle(inventory([]));

    const [ended] = await desk.store.recentCards('payments-api', 0);
    expect(ended?.releases[0]?.rollouts[0]?.rollback).toMatchObject({
      status: 'failed',
      failure: { kind: 'workload-gone' },
    });
  });

  it('is left alone where nothing can be told of it', async () => {
    const desk = await interrupted();

    await desk.follow.settle(inventory([], { covers: ({ namespace }) => namespace !== 'prod' }));
    await desk.follow.settle(inventory([], { cluster: 'us' }));

    expect(await statuses(desk)).toEqual(['progressing']);
    expect(await desk.store.workload(key)).toMatchObject({ revision: 42 });
  });

  it('is left alone when it is there', async () => {
    const desk = await interrupted();

    await desk.follow.settle(inventory([look(42)]));

    expect(await statuses(desk)).toEqual(['progressing']);
  });

  it('is another one when it was made again under its name', async () => {
    const desk = await interrupted();
    const again = look(1, { uid: 'deployment-2' });

    await desk.follow.settle(inventory([again]));
    await desk.follow.observe(again, true);

    expect(await statuses(desk)).toEqual(expect.arrayContaining(['deleted', 'progressing']));
    expect(await desk.store.workload(key)).toMatchObject({ uid: 'deployment-2', revision: 1 });
  });

  it('is not announced when it was remembered only, and comes back later as something new', async () => {
    const desk = await openDesk();
    await createFollowWorkload(desk.desk).observe(look(41, complete), true);
    const follow = createFollowWorkload(desk.desk);

    await follow.settle(inventory([]));
    const before = await desk.store.recentCards('payments-api', 0);
    await follow.observe(look(1, { uid: 'deployment-2', older: [] }), false);

    expect(before).toEqual([]);
    expect(await statuses(desk)).toEqual(['progressing']);
  });
});

describe('looks that come while that is found out', () => {
  it('are applied after it: what is made a moment later is not taken for gone', async () => {
    const desk = await interrupted();
    const again = look(1, { uid: 'deployment-2', problems: [crash()] });

    const settling = desk.follow.settle(inventory([]));
    const looking = desk.follow.observe(again, false);
    await Promise.all([settling, looking]);

    expect(await statuses(desk)).toEqual(expect.arrayContaining(['deleted', 'failing']));
    expect(await desk.store.workload(key)).toMatchObject({ uid: 'deployment-2' });
  });

  it('are applied although it could not be found out', async () => {
    const desk = await interrupted();
    const broken = { ...desk.desk.store, followedCards: () => Promise.reject(new Error('disk is full')) };
    const follow = createFollowWorkload({ ...desk.desk, store: broken });

    const settling = follow.settle(inventory([])).catch((error: Error) => error.message);
    await follow.observe(look(42, complete), true);

    expect(await settling).toBe('disk is full');
    expect(await statuses(desk)).toEqual(['complete']);
  });
});
