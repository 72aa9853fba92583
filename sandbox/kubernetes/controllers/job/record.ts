import type { Pod } from '../../model.ts';
import { isTerminating } from '../pod-control.ts';

/** What the controller remembers of one Job: the real one keeps it in finalizers of the pods. */
export interface JobRecord {
  /** When the Job became active, in milliseconds: condition times have whole seconds. */
  activeSince: number | undefined;
  lastFailureAt: number;
  succeeded: Set<string>;
  failed: Set<string>;
}

export function createRecord(): JobRecord {
  return { activeSince: undefined, lastFailureAt: 0, succeeded: new Set(), failed: new Set() };
}

/** Counts the pods that have ended; a pod deleted before its end counts as failed unless the Job is done with it. */
export function countEnded(record: JobRecord, pods: Pod[], isDecided: boolean, nowMs: number): void {
  for (const pod of pods) {
    const { uid = '' } = pod.metadata;
    if (pod.status?.phase === 'Succeeded') record.succeeded.add(uid);
    const hasFailed = pod.status?.phase === 'Failed' || (isTerminating(pod) && !isDecided);
    if (record.succeeded.has(uid) || record.failed.has(uid) || !hasFailed) continue;
    record.failed.add(uid);
    record.lastFailureAt = nowMs;
  }
}
