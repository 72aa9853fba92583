import { keyedSuspects, type Ripening, ripen, ripensAt } from '../domain/problem/ripen.ts';
import type { WorkloadObservation } from '../domain/rollout/observation.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { Clock } from '../ports.ts';

/** Remembers which workloads have something that becomes a problem if it lasts. */
export interface Suspicions {
  /** The newest look at a workload; one that was there before Shipmate looked is the baseline. */
  note(seen: WorkloadObservation, isBaseline: boolean): void;
  /** The look with what has lasted for too long among its problems. */
  judge(seen: WorkloadObservation): WorkloadObservation;
  /** The workload with this uid is gone; made again under its name it is another one. */
  forget(key: string, uid: string): void;
  /** Workloads of which the newest look says something else by now, although nothing has changed but the time. */
  due(): readonly string[];
  newest(key: string): WorkloadObservation | undefined;
  /** Whether the newest look is the baseline: until that is applied, what was there before would be taken for news. */
  isBaseline(key: string): boolean;
  /** It has been acted on; it is due again when the next suspect is. */
  settle(key: string): void;
}

interface Entry {
  readonly seen: WorkloadObservation;
  readonly isBaseline: boolean;
  readonly firstSeenAt: ReadonlyMap<string, number>;
  readonly dueAt: number | undefined;
}

/**
 * In memory only: after a restart the watcher tells of every workload anew, and then the cluster's own times say
 * since when.
 */
export function createSuspicions(clock: Clock, patience: number): Suspicions {
  const entries = new Map<string, Entry>();

  const ripening = (now: number, firstSeenAt: ReadonlyMap<string, number> | undefined): Ripening => ({
    now,
    patience,
    firstSeenAt: (key) => firstSeenAt?.get(key),
  });

  const remember = (entry: Omit<Entry, 'dueAt'>) => {
    const { seen, firstSeenAt } = entry;
    const dueAt = ripensAt(seen, ripening(clock.now(), firstSeenAt));
    entries.set(workloadKey(seen.workload), { ...entry, dueAt });
  };

  return {
    note(seen, isBaseline) {
      const key = workloadKey(seen.workload);
      const before = entries.get(key);
      const suspects = keyedSuspects(seen);
      if (suspects.length === 0) return void entries.delete(key);
      const isKnown = before?.seen.uid === seen.uid && before.seen.revision.number === seen.revision.number;
      const now = isBaseline ? 0 : clock.now();
      const firstSeenAt = new Map(
        suspects.map((suspect) => [
          suspect.key,
          (isKnown ? before.firstSeenAt.get(suspect.key) : undefined) ?? now,
        ]),
      );
      remember({ seen, isBaseline, firstSeenAt });
    },
    judge(seen) {
      const entry = entries.get(workloadKey(seen.workload));
      return ripen(seen, ripening(clock.now(), entry?.firstSeenAt));
    },
    forget(key, uid) {
      if (entries.get(key)?.seen.uid === uid) entries.delete(key);
    },
    due() {
      const now = clock.now();
      return [...entries].filter(([, { dueAt }]) => dueAt !== undefined && dueAt <= now).map(([key]) => key);
    },
    newest: (key) => entries.get(key)?.seen,
    isBaseline: (key) => entries.get(key)?.isBaseline === true,
    settle(key) {
      const entry = entries.get(key);
      if (entry !== undefined) remember(entry);
    },
  };
}
