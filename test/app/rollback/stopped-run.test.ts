import { expect, it } from 'vitest';
import { putCard } from '../../../src/app/put-card.ts';
import { createRunRollback } from '../../../src/app/rollback/run-rollback.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import { TransientError } from '../../../src/errors.ts';
import type { WayBackResult } from '../../../src/ports.ts';
import { crash, look, onlyRollout, openCard, play } from '../../domain/release/story.ts';
import { eventually } from '../../until.ts';
import { openDesk } from '../open-desk.ts';
import { accepted } from './accepted-run.ts';

it('a rollback that was begun is waited for and recorded, so that the next leader does not begin it again', async () => {
  const { desk, store } = await openDesk();
  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  const after = mapRollouts(failing, (rollout) => ({ ...rollout, rollback: accepted }));
  await putCard(store, desk, { before: undefined, after, now: 0 });
  const asked: PromiseWithResolvers<WayBackResult>[] = [];
  const executor = {
    carryOut() {
      const answer = Promise.withResolvers<WayBackResult>();
      asked.push(answer);
      return answer.promise;
    },
  };
  const replica = () =>
    createRunRollback(
      desk,
      () => executor,
      async () => undefined,
    );
  const former = replica();
  void former.run('card-1', 'offer-1');
  await eventually(() => expect(asked).toHaveLength(1));

  let isStopped = false;
  const stopping = former.stop().then(() => {
    isStopped = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  const wasStopped = isStopped;
  asked[0]?.resolve({ kind: 'applied' });
  await stopping;
  await replica().run('card-1', 'offer-1');

  expect(wasStopped).toBe(false);
  expect(asked).toHaveLength(1);
  const card = (await store.card('card-1')) ?? expect.fail('the card is gone');
  expect(onlyRollout(card).rollback?.status).toBe('running');
});

it('a rollback of which the rest is the next leader’s has not failed', async () => {
  const { desk, store } = await openDesk();
  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  const after = mapRollouts(failing, (rollout) => ({ ...rollout, rollback: accepted }));
  await putCard(store, desk, { before: undefined, after, now: 0 });
  let asked = 0;
  const replica = (answer: () => Promise<WayBackResult>) =>
    createRunRollback(
      desk,
      () => ({
        carryOut() {
          asked += 1;
          return answer();
        },
      }),
      async () => undefined,
    );
  const run = async () => {
    const card = (await store.card('card-1')) ?? expect.fail('the card is gone');
    return onlyRollout(card).rollback;
  };

  await replica(() => Promise.reject(new TransientError('not_leading', 'no leader'))).run(
    'card-1',
    'offer-1',
  );
  const left = await run();
  await replica(async () => ({ kind: 'applied' })).run('card-1', 'offer-1');

  expect(left).toMatchObject({ status: 'approved', askedAt: 0 });
  expect(left).not.toHaveProperty('failure');
  expect(await run()).toMatchObject({ status: 'running' });
  expect(asked).toBe(2);
});
