import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/adapters/store/index.ts';
import { priorities } from '../../../src/app/priorities.ts';
import type { Store } from '../../../src/ports.ts';
import { cardSubject } from '../../adapters/store/sample-card.ts';
import { rest } from './fake-time.ts';
import { setUpDelivery, type Workbench } from './workbench.ts';

interface FarStore {
  readonly bench: Workbench;
  /** What is written waits on its way to the store until it is let through. */
  holdWrites(): () => void;
  /** What is read from the store waits on its way back. */
  holdReads(): () => void;
  /** The same for a single message, such as that which a reply belongs to. */
  holdSingleReads(): () => void;
}

function createGate() {
  let gate: Promise<void> = Promise.resolve();
  return {
    passed: () => gate,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

/** A store that is a network away: between what it knows and what has arrived of it lies some time. */
async function open(): Promise<FarStore> {
  const store = await openStore({ path: ':memory:', clock: { now: () => 0 } });
  const writes = createGate();
  const reads = createGate();
  const singleReads = createGate();
  const far: Store = {
    ...store,
    async transaction(work) {
      await writes.passed();
      return await store.transaction(work);
    },
    async dirtyMessages(limit) {
      const read = await store.dirtyMessages(limit);
      await reads.passed();
      return read;
    },
    async message(subject, slot) {
      const read = await store.message(subject, slot);
      await Promise.all([reads.passed(), singleReads.passed()]);
      return read;
    },
  };
  const bench = await setUpDelivery({ store: far });
  onTestFinished(() => bench.close());
  return { bench, holdWrites: writes.hold, holdReads: reads.hold, holdSingleReads: singleReads.hold };
}

const channel = '#team-payments';

describe('delivery on a store that is a network away', () => {
  it('begins nothing more once it is told to stop', async () => {
    const { bench, holdReads } = await open();
    const release = holdReads();
    await bench.change({ card: 'a', label: 'v42' });
    await rest();

    const stopping = bench.delivery.stop();
    release();
    await stopping;
    await rest();

    expect(bench.slack.called('post')).toEqual([]);
  });

  it('has stopped only when what the look under way began has ended, too', async () => {
    const { bench, holdSingleReads } = await open();
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(1_000);
    const release = holdSingleReads();
    await bench.change({ card: 'a', label: 'v42', slot: 'notice' });
    await rest();
    const answer = bench.slack.hold();
    let hasStopped = false;

    const stopping = bench.delivery.stop().then(() => {
      hasStopped = true;
    });
    release();
    await rest();
    expect(bench.slack.called('post')).toHaveLength(2);
    expect(hasStopped).toBe(false);
    answer();
    await stopping;

    expect(bench.read(channel)).toEqual(['v42', '> notice: v42']);
  });

  it('does not post again what has arrived in Slack since the queue was read', async () => {
    const { bench, holdWrites, holdReads } = await open();
    await bench.change({ card: 'a', label: 'v42' });
    const letWritesThrough = holdWrites();
    await rest();
    const letReadsThrough = holdReads();
    bench.delivery.nudge();
    await rest();
    letWritesThrough();
    await rest();

    letReadsThrough();
    await bench.time.pass(60_000);

    expect(bench.read(channel)).toEqual(['v42']);
    expect(bench.slack.called('post')).toHaveLength(1);
  });

  it('shows a change that came meanwhile', async () => {
    const { bench, holdReads } = await open();
    await bench.change({ card: 'a', label: 'v42' });
    await bench.time.pass(1_000);
    const letReadsThrough = holdReads();
    bench.delivery.nudge();
    await rest();
    await bench.change({ card: 'a', label: 'v43', priority: priorities.urgent });

    letReadsThrough();
    await bench.time.pass(60_000);

    expect(bench.read(channel)).toEqual(['v43']);
    expect((await bench.store.message(cardSubject('a'), 'card'))?.dirtySince).toBeUndefined();
  });
});
