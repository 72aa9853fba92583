import { isDeepStrictEqual } from 'node:util';
import type { WorkloadObservation } from '../../domain/rollout/observation.ts';
import { workloadKey } from '../../domain/rollout/workload.ts';
import type { Log, WorkloadListener } from '../../ports.ts';
import type { ClusterView } from './cluster-view.ts';

/** Tells the listener of what has changed, once per turn of the event loop and workload. */
export interface Announcer {
  /** The workload may have changed. */
  mark(uid: string): void;
  /** Every kind is synced: what is known now is the baseline. Before it nothing is told. */
  begin(view: ClusterView, listener: WorkloadListener): void;
  /** Whether all that is known has been told. */
  isIdle(): boolean;
  stop(): void;
}

/** A turn is given back after this long, so that a large cluster's first look does not hold up everything else. */
const maxTurnMs = 10;

export function createAnnouncer(log: Log): Announcer {
  const dirty = new Set<string>();
  const told = new Map<string, WorkloadObservation>();
  const baseline = new Set<string>();
  /** What is there at the start; until all of it has been told. */
  let present: Set<string> | undefined;
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
    if (baseline.size === 0) endBaseline(target.listener);
  };

  const endBaseline = (listener: WorkloadListener) => {
    const all = present;
    if (all === undefined) return;
    present = undefined;
    tell(() => listener.onBaseline(all));
  };

  return {
    mark(uid) {
      if (uid === '') return;
      dirty.add(uid);
      schedule();
    },
    begin(view, listener) {
      target = { view, listener };
      present = new Set();
      for (const uid of view.uids()) {
        const reference = view.reference(uid);
        if (reference !== undefined) present.add(workloadKey(reference));
        baseline.add(uid);
        dirty.add(uid);
      }
      schedule();
    },
    isIdle: () => target !== undefined && present === undefined && dirty.size === 0,
    stop() {
      target = undefined;
      clearImmediate(scheduled);
    },
  };
}
