import { createKubernetes } from '../../src/adapters/kubernetes/index.ts';
import type { Side } from './side.ts';

const silent = () => undefined;

/**
 * Shipmate's watcher as production runs it: all its reflectors and the index of owners. There are no Deployments and
 * ReplicaSets: what is told of workloads is the domain's work, and the stock informer has nothing like it.
 */
export function createShipmate(url: string): Side {
  const { watcher, close } = createKubernetes({
    cluster: 'bench',
    connection: { kind: 'server', url, token: 'bench' },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    clock: { now: () => Date.now() },
  });
  const interruptions = () =>
    watcher
      .states()
      .reduce((sum, { relists, restarts, decodeErrors }) => sum + relists + restarts + decodeErrors, 0);
  // A server without streamed lists has refused one.
  let untilSynced = Number.POSITIVE_INFINITY;
  const pods = () => watcher.states().find(({ name }) => name === 'pods');

  return {
    start: () => watcher.start({ onSynced: silent, onObservation: silent, onGone: silent }),
    isSynced() {
      const { isReady } = watcher.readiness();
      if (isReady) untilSynced = interruptions();
      return isReady;
    },
    objects: () => pods()?.objects ?? 0,
    events: () => pods()?.events ?? 0,
    fault: () => (interruptions() > untilSynced ? 'A watch was interrupted.' : undefined),
    stop: close,
  };
}
