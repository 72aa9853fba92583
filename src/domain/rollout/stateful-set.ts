import { blockingPod } from '../problem/blocking-pod.ts';
import { olderTroubles } from '../problem/older-troubles.ts';
import { podTroubles } from '../problem/pod-troubles.ts';
import {
  type ControllerRevisions,
  countByRevision,
  olderRevisionPods,
  ownedRevisions,
  pinOlderRevision,
  pinRevision,
  servingRevision,
  splitRevisions,
} from './controller-revision.ts';
import { identityOf, isObserved } from './identity.ts';
import type { Phase, WorkloadObservation } from './observation.ts';
import { isOnLostNode, livePodsOf, podsOf } from './pods.ts';
import { differsVisibly } from './revision.ts';
import type { PodSnapshot } from './snapshot.ts';
import type { ControllerRevisionSnapshot, StatefulSetSnapshot } from './workload-snapshot.ts';

export interface StatefulSetView {
  readonly cluster: string;
  readonly statefulSet: StatefulSetSnapshot;
  /** May hold revisions and pods of others: ownership is checked. */
  readonly controllerRevisions: readonly ControllerRevisionSnapshot[];
  readonly pods: readonly PodSnapshot[];
}

/**
 * What one look at a StatefulSet says; undefined while the view is not consistent, or when it is being deleted.
 * Its controller writes no conditions and knows no failure, so counts say all.
 */
export function observeStatefulSet(view: StatefulSetView): WorkloadObservation | undefined {
  const { cluster, statefulSet } = view;
  const revisions = revisionsOf(statefulSet, view.controllerRevisions);
  if (statefulSet.isDeleting || revisions === undefined) return undefined;
  const { current, older } = revisions;
  if (!isObserved(statefulSet) && differsVisibly(statefulSet, current.snapshot)) return undefined;

  const own = podsOf(statefulSet, view.pods);
  const live = livePodsOf(statefulSet, own);
  const isUpdated = (pod: PodSnapshot) => pod.revisionHash === current.podHash;
  const serving = servingRevision(revisions, live);
  const phase = statefulSetPhase(statefulSet);
  const { problems, suspects } = podTroubles(own.filter(isUpdated));
  const blocked = blockedBy(
    statefulSet,
    live.filter((pod) => !isUpdated(pod) && !isOnLostNode(pod)),
  );
  return {
    ...identityOf(cluster, statefulSet),
    revision: pinRevision(current),
    older: older.map(pinOlderRevision(current)),
    ...(serving === undefined ? {} : { serving: pinRevision(serving) }),
    phase,
    message: '',
    counts: countByRevision({ ...statefulSet, up: podsUp(statefulSet) }, revisions, live),
    problems: [...problems, ...blocked],
    suspects,
    // The pod that the rollout waits for is a problem of the rollout already.
    olderTroubles: blocked.length > 0 ? [] : olderTroubles(phase, olderRevisionPods(older, own)),
  };
}

/** The controller's `updateRevision` names the ControllerRevision, and the pods' label carries that name. */
function revisionsOf(
  { uid, updateRevision }: StatefulSetSnapshot,
  all: readonly ControllerRevisionSnapshot[],
): ControllerRevisions | undefined {
  const newestFirst = ownedRevisions({ uid }, all);
  const current = newestFirst.find(({ name }) => name === updateRevision);
  return current === undefined ? undefined : splitRevisions(newestFirst, current, ({ name }) => name);
}

/** Compared with `spec.replicas`: `status.replicas` follows only as an ordered scale-up goes on. */
export function statefulSetPhase(statefulSet: StatefulSetSnapshot): Phase {
  const { desired, updated, replicas, strategy, partition } = statefulSet;
  if (!isObserved(statefulSet)) return 'progressing';
  // At its creation all that exist are of the new revision: they are waited for, and nobody has to delete anything.
  if (strategy === 'OnDelete' && updated < desired && replicas > updated) return 'waiting-for-deletes';
  if (replicas > desired || podsUp(statefulSet) < desired) return 'progressing';
  if (updated >= desired) return 'complete';
  return partition > 0 && updated >= desired - partition ? 'partition-complete' : 'progressing';
}

/** API servers before 1.22 do not write `availableReplicas`. */
function podsUp({ minReadySeconds, available, ready }: StatefulSetSnapshot): number {
  return minReadySeconds > 0 ? available : ready;
}

/** OrderedReady waits for every pod, also for one that only a new revision could heal (kubernetes/kubernetes#67250). */
function blockedBy(statefulSet: StatefulSetSnapshot, outdated: readonly PodSnapshot[]) {
  const { isOrdered, strategy, updated, desired } = statefulSet;
  if (!isOrdered || strategy === 'OnDelete' || updated >= desired) return [];
  return blockingPod(outdated);
}
