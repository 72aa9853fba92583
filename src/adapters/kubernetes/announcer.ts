import { isDeepStrictEqual } from 'node:util';
import type { WorkloadObservation } from '../../domain/rollout/observation.ts';
import type { Log, WorkloadListener } from '../../ports.ts';
import type { ClusterView } from './cluster-view.ts';

/** Tells the listener of what has changed, once per turn of the event loop and workload. */
export interface Announcer {
  /** The workload may have changed. */
  mark(uid: string): void;
  /** Every kind is synced: what is known now is the baseline. Before it nothing is told. */
  begin(view: ClusterView, listener: WorkloadListener): void;
  stop(): void;
}

/** A turn is given back after this long, so that a large cluster's first look does not hold up everything else. */
const maxTurnMs = 10;

export function createAnnouncer(log: Log): Announcer {
  const dirty = new Set<string>();
  const told = new Map<string, WorkloadObservation>();
  const baseline = new Set<string>();
  let scheduled: NodeJS.Immediate | undefined;
  let target: { readonly view: ClusterView; readonly listener: WorkloadListener } | undefined;

  const schedule = () => {
    if (target !== undefined) scheduled ??= setImmediate(flush);
  };

  const tell = (call: () => void) => {
    try {
      call();
    } catch (error) {
      log.error({ err: error }, 'A listener of workload observations failed');
    }
  };

  const announce = (uid: string, { view, listener }: NonNullable<typeof target>) => {
    const isBaseline = baseline.delete(uid);
    const last = told.get(uid);
    if (view.reference(uid) === undefined) {
      told.delete(uid);
      if (last !== undefined) tell(() => listener.onGone(last.workload, last.uid));
      return;
    }
    const observation = view.observe(uid);
    if (observation === undefined || isDeepStrictEqual(observation, last)) return;
    told.set(uid, observation);
    tell(() => listener.onObservation(observation, isBaseline));
  };

  const flush = () => {
    scheduled = undefined;
    if (target === undefined) return;
    const until = performance.now() + maxTurnMs;
    for (const uid of dirty) {
      dirty.delete(uid);
      announce(uid, target);
      if (performance.now() >= until) break;
    }
    if (dirty.size > 0) schedule();
  };

  return {
    mark(uid) {
      if (uid === '') return;
      dirty.add(uid);
      schedule();
    },
    begin(view, listener) {
      target = { view, listener };
      for (const uid of view.uids()) {
        baseline.add(uid);
        dirty.add(uid);
      }
      schedule();
    },
    stop() {
      target = undefined;
      clearImmediate(scheduled);
    },
  };
}
