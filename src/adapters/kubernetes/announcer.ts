import { isDeepStrictEqual } from 'node:util';
import type { WorkloadObservation } from '../../domain/rollout/observation.ts';
import { type WorkloadReference, workloadKey } from '../../domain/rollout/workload.ts';
import type { Log, WorkloadListener } from '../../ports.ts';
import type { ClusterView } from './cluster-view.ts';

/** Tells the listener of what has changed, once per turn of the event loop and workload. */
export interface Announcer {
  /** The workload may have changed. */
  mark(uid: string): void;
  /** The workload is about to go: what waits to be told of it is told first, such as the end of a Job that is deleted with it. */
  tellLast(uid: string): void;
  /** Every kind is synced: what is known now is the baseline. Before it nothing is told. */
  begin(beginning: Beginning): void;
  /** Whether all that is known has been told. */
  isIdle(): boolean;
  stop(): void;
}

export interface Beginning {
  readonly cluster: string;
  readonly view: ClusterView;
  readonly listener: WorkloadListener;
  readonly covers: (workload: WorkloadReference) => boolean;
}

/** A turn is given back after this long, so that a large cluster's first look does not hold up everything else. */
const maxTurnMs = 10;

export function createAnnouncer(log: Log): Announcer {
  const dirty = new Set<string>();
  const told = new Map<string, WorkloadObservation>();
  const baseline = new Set<string>();
  /** Of the baseline, until they are told of: somebody may know them from before. */
  const untold = new Map<string, WorkloadReference>();
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
      const gone = last?.workload ?? untold.get(uid);
      told.delete(uid);
      untold.delete(uid);
      if (gone !== undefined) tell(() => listener.onGone(gone, uid));
      return;
    }
    const observation = view.observe(uid);
    if (observation === undefined || isDeepStrictEqual(observation, last)) return;
    told.set(uid, observation);
    untold.delete(uid);
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
    tellLast(uid) {
      if (target !== undefined && dirty.delete(uid)) announce(uid, target);
    },
    begin({ cluster, view, listener, covers }) {
      target = { view, listener };
      const uids = new Map<string, string>();
      for (const uid of view.uids()) {
        baseline.add(uid);
        dirty.add(uid);
        const workload = view.reference(uid);
        if (workload === undefined) continue;
        uids.set(workloadKey(workload), uid);
        untold.set(uid, workload);
      }
      tell(() => listener.onSynced({ cluster, uids, covers }));
      schedule();
    },
    isIdle: () => target !== undefined && dirty.size === 0,
    stop() {
      target = undefined;
      clearImmediate(scheduled);
    },
  };
}
