import { expect, it } from 'vitest';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import { createLookKeeper } from '../../src/app/look-keeper.ts';
import { TransientError } from '../../src/errors.ts';
import type { Store } from '../../src/ports.ts';
import { counts, look } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';

it('how versions came out is told of each that was left while the store was away', async () => {
  const { desk, store, at } = await openDesk();
  let isAway = false;
  const away: Store = {
    ...store,
    async workloadState(key) {
      if (isAway) throw new TransientError('store_unavailable', 'The store is away.');
      return await store.workloadState(key);
    },
  };
  const keeper = createLookKeeper(createFollowWorkload({ ...desk, store: away }), desk.log);
  keeper.onObservation(look(41, { phase: 'complete', counts: counts(3) }), true);
  keeper.onObservation(look(42), false);
  await keeper.whenIdle();
  isAway = true;
  at(1_000);

  keeper.onObservation(look(42, { phase: 'complete', counts: counts(3) }), false);
  await keeper.whenIdle();
  keeper.onObservation(look(42, { counts: counts(2) }), false);
  keeper.onObservation(look(43), false);
  keeper.onObservation(look(43, { phase: 'failed' }), false);
  keeper.onObservation(look(44), false);
  await keeper.retry();
  isAway = false;
  await keeper.retry();

  const cards = await store.recentCards('payments-api', 0);
  const verdicts = cards.map(({ version, releases }) => [version.label, releases[0]?.verdict?.kind]);
  expect(Object.fromEntries(verdicts)).toEqual({ v42: 'succeeded', v43: 'failed', v44: undefined });
});

it('of a workload that changes all the time only the newest are told', async () => {
  const { desk } = await openDesk();
  const applied: number[] = [];
  let isAway = true;
  const keeper = createLookKeeper(
    {
      settle: async () => true,
      async observe({ revision }) {
        if (isAway) throw new TransientError('store_unavailable', 'The store is away.');
        applied.push(revision.number);
        return true;
      },
      end: async () => true,
      leave: () => undefined,
    },
    desk.log,
  );

  for (let number = 1; number <= 100; number += 1) {
    keeper.onObservation(look(number, { phase: 'failed' }), false);
    await keeper.whenIdle();
  }
  isAway = false;
  await keeper.retry();

  expect(applied).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
});
