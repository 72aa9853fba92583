import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import { createAnswers } from '../../../src/app/answers.ts';
import { TransientError } from '../../../src/errors.ts';
import type { Store } from '../../../src/ports.ts';
import { down } from './fake-chat.ts';
import { setUpDelivery } from './workbench.ts';

/** A store that is away whenever the test says so; `unknown`: it writes, and its answer is lost. */
async function openFlakyStore() {
  const store = await openStore({ path: ':memory:', clock: { now: () => 0 } });
  let mood: 'well' | 'away' | 'unknown' = 'well';
  const failure = (outcome: 'not-done' | 'unknown') =>
    new TransientError('store_unavailable', 'PostgreSQL cannot be reached.', { outcome });
  const flaky: Store = {
    ...store,
    async transaction(work) {
      if (mood === 'away') throw failure('not-done');
      const result = await store.transaction(work);
      if (mood === 'unknown') throw failure('unknown');
      return result;
    },
    async dirtyMessages(limit) {
      if (mood === 'away') throw failure('not-done');
      return await store.dirtyMessages(limit);
    },
  };
  return {
    flaky,
    set(next: typeof mood) {
      mood = next;
    },
  };
}

async function open() {
  const { flaky, set } = await openFlakyStore();
  const bench = await setUpDelivery({ store: flaky });
  onTestFinished(() => bench.close());
  return { bench, set };
}

describe('delivery while the store is away', () => {
  it('posts nothing whose intent is not stored, and goes on when it is back', async () => {
    const { bench, set } = await open();
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(1_000);
    set('away');
    await bench.delivery.nudge();
    await bench.time.pass(5_000);

    set('well');
    await bench.change({ card: 'b', label: 'v43' });
    await bench.time.pass(5_000);

    expect(bench.read('#team-payments')).toEqual(['v42', 'v43']);
    expect(bench.slack.called('post')).toHaveLength(2);
  });

  it.each(['away', 'unknown'] as const)('does not post twice when it is %s after the post', async (mood) => {
    const { bench, set } = await open();
    const release = bench.slack.hold();
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(100);
    set(mood);
    release();
    await bench.time.pass(3_000);

    set('well');
    await bench.time.pass(60_000);

    expect(bench.slack.called('post')).toHaveLength(1);
    expect(bench.read('#team-payments')).toEqual(['v42']);
    expect(await bench.record('a')).toMatchObject({ status: 'posted' });
  });

  it.each(['away', 'unknown'] as const)(
    'gives an answer whose intent met a store that was %s',
    async (mood) => {
      const { bench, set } = await open();
      const answers = createAnswers({
        store: bench.store,
        clock: bench.time.clock,
        ids: { next: () => 'answer-1' },
        onStored: () => undefined,
      });
      await answers.tell({ channel: 'C0PAYMENTS', user: 'U0MEI', message: { text: 'so', blocks: [] } });
      set(mood);
      bench.delivery.nudge();
      await bench.time.pass(400);
      expect(bench.slack.called('answer')).toEqual([]);

      set('well');
      await bench.time.pass(60_000);

      expect(bench.slack.answers).toEqual(['C0PAYMENTS U0MEI: so']);
      expect(await bench.store.answer('answer-1')).toBeUndefined();
    },
  );

  it('posts at once, and looks for nothing, when only its intent was in doubt', async () => {
    const { bench, set } = await open();
    const release = bench.slack.hold();
    await bench.change({ card: 'a', label: 'v42' });
    set('unknown');
    await bench.time.pass(100);

    set('well');
    release();
    await bench.time.pass(60_000);

    expect(bench.slack.calls.map(({ method }) => method)).toEqual(['post']);
  });

  it('does not take an earlier no of Slack for the outcome of a later post', async () => {
    const { bench, set } = await open();
    bench.slack.fail({ method: 'post' }, down);
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(400);
    const release = bench.slack.hold();
    await bench.time.pass(1_000);
    set('away');
    release();
    await bench.time.pass(3_000);

    set('well');
    await bench.time.pass(60_000);

    expect(bench.slack.called('post')).toHaveLength(2);
    expect(bench.read('#team-payments')).toEqual(['v42']);
  });
});
