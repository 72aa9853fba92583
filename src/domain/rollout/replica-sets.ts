import type { OlderPods } from '../problem/older-troubles.ts';
import type { Phase, PodCounts } from './observation.ts';
import { podsOf } from './pods.ts';
import { type Revisions, toRevision } from './revision.ts';
import type { DeploymentSnapshot, PodSnapshot, ReplicaSetSnapshot } from './snapshot.ts';

/** After a failed release this is not the revision before, but the one before that. */
export function servingOf({ older }: Pick<Revisions, 'older'>): ReplicaSetSnapshot | undefined {
  const [most] = older.toSorted((left, right) => right.available - left.available);
  return most !== undefined && most.available > 0 ? most : undefined;
}

type StatusCounts = Pick<DeploymentSnapshot, 'desired' | 'updated' | 'replicas' | 'available'>;

/** Pods of a workload that is made of ReplicaSets. */
export function countPods(status: StatusCounts, revisions: Revisions, phase: Phase): PodCounts {
  const { desired, updated, replicas, available } = status;
  const { current, older } = revisions;
  // The workload and its ReplicaSets come on separate watches; once complete, the workload's word is enough.
  const updatedAvailable = phase === 'complete' ? available : current.available;
  const oldAvailable = older.reduce((sum, set) => sum + set.available, 0);
  const old = Math.max(0, replicas - updated);
  return { desired, updated, updatedAvailable, old, oldAvailable: Math.min(old, oldAvailable) };
}

/** Older ReplicaSets with their pods. */
export function olderSetPods(
  older: readonly ReplicaSetSnapshot[],
  pods: readonly PodSnapshot[],
): readonly OlderPods[] {
  return older.map((set) => ({ revision: toRevision(set), pods: podsOf(set, pods) }));
}
