import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { ClientAnswer, ClientTask, Measurement, SideName } from './measurement.ts';
import type { Side } from './side.ts';

const nanosecondsPerMs = 1_000_000;
const giveUpAfterMs = 60_000;
/** An event too many would come in this time. */
const afterBurstMs = 150;

/** Only the one that is measured is loaded: modules take memory too. */
const sides: Readonly<Record<SideName, (url: string) => Promise<Side>>> = {
  shipmate: async (url) => (await import('./shipmate.ts')).createShipmate(url),
  stock: async (url) => (await import('./stock.ts')).createStock(url),
};

async function measure(task: ClientTask): Promise<Measurement> {
  const side = await sides[task.side](task.url);
  const emptyBytes = bytesInUse();
  // Two, for enabling one again clears it.
  const syncLoop = monitorEventLoopDelay({ resolution: 1 });
  const burstLoop = monitorEventLoopDelay({ resolution: 1 });

  syncLoop.enable();
  const startedAt = performance.now();
  side.start();
  await until(side, side.isSynced, 'the first state');
  const syncMs = performance.now() - startedAt;
  // The end of a block is noticed one turn later.
  await wait(20);
  syncLoop.disable();
  // Taken with the state complete, and apart from the blocks: the collection is the bench's own.
  const keptBytes = bytesInUse() - emptyBytes;
  if (side.objects() !== task.pods) throw new Error(`${side.objects()} of ${task.pods} pods are known`);

  burstLoop.enable();
  const { handled, seconds, cpuUs } = await handleBurst(side, task.events);
  burstLoop.disable();
  await side.stop();

  return {
    sync_ms: syncMs,
    peak_rss_mb: process.resourceUsage().maxRSS / 1_024,
    heap_per_pod_kb: keptBytes / task.pods / 1_024,
    longest_block_ms: Math.max(syncLoop.max, burstLoop.max) / nanosecondsPerMs,
    events_per_s: handled / seconds,
    cpu_us_per_event: cpuUs / handled,
  };
}

interface Burst {
  readonly handled: number;
  readonly seconds: number;
  readonly cpuUs: number;
}

/** Both sides are looked at alike, every millisecond: neither pays for being watched by the event. */
async function handleBurst(side: Side, events: number): Promise<Burst> {
  answer({ kind: 'synced' });
  await until(side, () => side.events() > 0, 'the first event');
  const before = side.events();
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  await until(side, () => side.events() >= events, `all ${events} events`);
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (performance.now() - startedAt) / 1_000;
  await wait(afterBurstMs);
  if (side.events() !== events) throw new Error(`${side.events()} of ${events} events were handled`);
  return { handled: events - before, seconds, cpuUs: user + system };
}

async function until(side: Side, holds: () => boolean, what: string): Promise<void> {
  const giveUpAt = performance.now() + giveUpAfterMs;
  await new Promise<void>((resolve, reject) => {
    const poll = setInterval(() => {
      const fault =
        side.fault() ?? (performance.now() > giveUpAt ? `Waited in vain for ${what}.` : undefined);
      const isDone = holds();
      if (!isDone && fault === undefined) return;
      clearInterval(poll);
      if (fault === undefined) resolve();
      else reject(new Error(`${fault} Events handled: ${side.events()}, objects: ${side.objects()}.`));
    }, 1);
  });
}

/** Buffers count too: what is kept outside the heap is kept. */
function bytesInUse(): number {
  if (global.gc === undefined) throw new Error('run with --expose-gc');
  global.gc();
  global.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function answer(message: ClientAnswer): void {
  process.send?.(message);
}

process.once('disconnect', () => process.exit());
process.once('message', (task: ClientTask) => {
  measure(task)
    .then((measurement): ClientAnswer => ({ kind: 'measured', measurement }))
    .catch((error: unknown): ClientAnswer => ({ kind: 'failed', because: String(error) }))
    .then((message) => process.send?.(message, () => process.exit()));
});
