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
