import { serviceName } from '../domain/ownership/resolve-owner.ts';
import { problemKey } from '../domain/problem/problem.ts';
import type { WorkloadObservation } from '../domain/rollout/observation.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { Serial } from './serial.ts';

export interface Look {
  readonly seen: WorkloadObservation;
  readonly isBaseline: boolean;
  readonly service: string;
}

export interface LookQueue<T> {
  /** Applies the look when it is its service's turn, or a newer look that has taken its place by then. */
  run(look: Look, apply: (look: Look) => Promise<T>): Promise<T>;
}

/**
 * Many rollouts at once bring looks faster than a disk commits them. Looks are level-triggered, so a newer one takes the
 * place of one that still waits, and what is late is late by one round instead of by the whole queue.
 */
export function createLookQueue<T = void>(serial: Serial): LookQueue<T> {
  const waiting = new Map<string, { look: Look; readonly done: Promise<T> }>();

  return {
    run(look, apply) {
      const key = workloadKey(look.seen.workload);
      const before = waiting.get(key);
      if (before !== undefined && tellsAll(look, before.look)) {
        before.look = look;
        return before.done;
      }
      const { promise: done, resolve } = Promise.withResolvers<T>();
      const entry = { look, done };
      waiting.set(key, entry);
      const applied = serial.run(look.service, () => {
        if (waiting.get(key) === entry) waiting.delete(key);
        return apply(entry.look);
      });
      resolve(applied);
      return done;
    },
  };
}

/** Looks are queued under the service that they are about. */
export function toLook(seen: WorkloadObservation, isBaseline: boolean): Look {
  const { workload, labels, annotations } = seen;
  return { seen, isBaseline, service: serviceName({ name: workload.name, labels, annotations }) };
}

/** Whether nothing that people must hear of is lost with the older look: a revision, an end, a problem. */
export function tellsAll(newer: Look, older: Look): boolean {
  const { seen, isBaseline, service } = older;
  const isSameRollout =
    newer.isBaseline === isBaseline &&
    newer.service === service &&
    newer.seen.uid === seen.uid &&
    newer.seen.revision.number === seen.revision.number;
  const isSamePhase = seen.phase === 'progressing' || seen.phase === newer.seen.phase;
  const problems = new Set(newer.seen.problems.map(problemKey));
  return isSameRollout && isSamePhase && seen.problems.every((problem) => problems.has(problemKey(problem)));
}
