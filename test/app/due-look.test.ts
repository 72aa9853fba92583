import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import type { Store } from '../../src/ports.ts';
import { counts, crash, look } from '../domain/release/story.ts';
import { eventually } from '../until.ts';
import { openDesk } from './open-desk.ts';

/** A store that says whether reports of a build wait when the test lets it, once for each time that it is asked. */
function asking(store: Store) {
  const asked: PromiseWithResolvers<boolean>[] = [];
  const held: Store = {
    ...store,
    inbox: {
      ...store.inbox,
      isWaiting() {
        const question = Promise.withResolvers<boolean>();
        asked.push(question);
        return question.promise;
      },
    },
  };
  return { held, asked };
}

it('a look that is due and waited for its build is not applied after a newer one', async () => {
  const { desk, store, at } = await openDesk();
  await createFollowWorkload(desk).observe(look(42, { phase: 'complete', counts: counts(3) }), true);
  const { held, asked } = asking(store);
  const follow = createFollowWorkload({ ...desk, store: held });
  at(1_000);
  const problem = crash({ reason: 'NotReady', restarts: 0 });
  const suspect = { problem, patienceMs: 10_000, spans: [{ from: 1_000 }] };
  const observing = follow.observe(look(43, { suspects: [suspect] }), false);
  await eventually(() => expect(asked.length).toBe(1));
  at(60_000);
  const ticking = follow.tick();
  await eventually(() => expect(asked.length).toBe(2));

  asked[0]?.resolve(false);
  await observing;
  await follow.observe(look(43, { phase: 'complete', counts: counts(3) }), false);
  asked[1]?.resolve(false);
  await ticking;
  await turn();

  const [card] = await store.recentCards('payments-api', 0);
  expect(card?.releases[0]?.rollouts[0]).toMatchObject({ status: 'complete', problems: [] });
});
