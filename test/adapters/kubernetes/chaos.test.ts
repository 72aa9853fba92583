import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendStatus } from './api-server.ts';
import { type FakeCluster, startFakeCluster } from './fake-cluster.ts';
import { podObject } from './objects.ts';
import { reflectPods } from './reflecting.ts';

type Step =
  | { readonly kind: 'put'; readonly index: number; readonly restarts: number }
  | { readonly kind: 'remove' | 'outage'; readonly index: number }
  | { readonly kind: 'reset' | 'end' | 'expire' | 'malformed' | 'half-open' | 'settle' }
  | { readonly kind: 'error-event'; readonly code: number }
  | { readonly kind: 'refuse'; readonly status: number; readonly times: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('put' as const), index: fc.nat(6), restarts: fc.nat(9) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('remove', 'outage'), index: fc.nat(6) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('reset', 'end', 'expire', 'malformed', 'half-open', 'settle', 'settle', 'settle'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('error-event' as const), code: fc.constantFrom(410, 500, 504) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('refuse' as const),
      status: fc.constantFrom(0, 401, 403, 410, 429, 500, 503),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
);

const watchList = fc.constantFrom('served', 'refused', 'ignored');

describe('after any sequence of faults', () => {
  it('the view equals a fresh list', async () => {
    await fc.assert(
      fc.asyncProperty(watchList, fc.array(step, { maxLength: 24, size: 'max' }), async (kind, steps) => {
        const cluster = await startFakeCluster();
        cluster.watchList = kind;
        const reflecting = reflectPods({
          connection: { kind: 'server', url: cluster.url },
          timing: { idleMs: 120, initialIdleMs: 30, refusedRetryMs: 8 },
        });

        if (steps.length % 2 === 0) await reflecting.untilState(({ isSynced }) => isSynced);
        for (const each of steps) await take(cluster, each);
        healConnections(cluster);
        cluster.put('pods', podObject({ index: 99 }));
        await reflecting.until(() => sorted(reflecting.view) === sorted(fresh(cluster)));
        const view = sorted(reflecting.view);
        await reflecting.stop();
        await cluster.server.close();

        expect(view).toBe(sorted(fresh(cluster)));
      }),
      { numRuns: 80 },
    );
  }, 60_000);
});

async function take(cluster: FakeCluster, each: Step): Promise<void> {
  switch (each.kind) {
    case 'put':
      return cluster.put('pods', podObject(each));
    case 'remove':
      return cluster.remove('pods', `payments-api-hash1-${each.index}-uid`);
    case 'outage':
      return outage(cluster, each.index);
    case 'refuse':
      return refuse(cluster, each.status, each.times);
    case 'error-event':
      return write(cluster, { type: 'ERROR', object: { kind: 'Status', code: each.code, message: 'no' } });
    case 'malformed':
      return write(cluster, { type: 'ADDED' });
    case 'settle':
      return await new Promise((resolve) => setTimeout(resolve, 5));
    default:
      return breakWatches(cluster, each.kind);
  }
}

function breakWatches(cluster: FakeCluster, kind: 'reset' | 'end' | 'expire' | 'half-open'): void {
  if (kind === 'expire') cluster.expireHistory();
  // Half open: the server's side is gone, and nothing says so. Only the watchdog can find out.
  for (const watch of cluster.watches) {
    if (kind === 'expire') continue;
    cluster.watches.delete(watch);
    if (kind === 'end') watch.response.end();
    if (kind === 'reset') watch.response.destroy();
  }
}

/** What happens while nobody watches, and is forgotten before anybody asks. */
function outage(cluster: FakeCluster, index: number): void {
  breakWatches(cluster, 'reset');
  cluster.remove('pods', `payments-api-hash1-${index}-uid`);
  cluster.expireHistory();
}

function write(cluster: FakeCluster, event: object): void {
  for (const { response } of cluster.watches) response.write(`${JSON.stringify(event)}\n`);
}

function refuse(cluster: FakeCluster, status: number, times: number): void {
  let left = times;
  cluster.intercept = ({ response }) => {
    left -= 1;
    if (left < 0) return false;
    if (status === 0) response.destroy();
    else sendStatus(response, status, 'refused by the test');
    return true;
  };
}

function healConnections(cluster: FakeCluster): void {
  cluster.intercept = () => false;
}

function fresh(cluster: FakeCluster): ReadonlyMap<string, number> {
  return new Map(
    cluster.objects('pods').map(({ metadata, status }) => [metadata.name, restartsIn(status)] as const),
  );
}

function restartsIn(status: unknown): number {
  const { containerStatuses } = status as { containerStatuses: { restartCount: number }[] };
  return containerStatuses[0]?.restartCount ?? 0;
}

function sorted(view: ReadonlyMap<string, number>): string {
  return JSON.stringify([...view].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
