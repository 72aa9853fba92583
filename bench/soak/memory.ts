import { hrtime } from 'node:process';

/**
 * Loaded before the bot, it measures the bot's memory when it is asked to. Time that runs fast makes garbage as fast, and
 * V8 keeps room for it: what it gives back when it needs none is given back first, so that the room that is left is
 * that of what the bot holds.
 */
process.on('message', async (message) => {
  if (message !== 'measure') return;
  await collect();
  await collect();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ rss, heapUsed } satisfies Memory);
});

/** In bytes. */
export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

const settleNs = 30_000_000n;

async function collect(): Promise<void> {
  // Twice: finalizers of the first run free what the second one collects. It is there with --expose-gc.
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  // The bot's own timers run fast; this is the world's time.
  const until = hrtime.bigint() + settleNs;
  while (hrtime.bigint() < until) await new Promise((resolve) => setImmediate(resolve));
}
