import type { PodSnapshot, ReplicaSetSnapshot } from './snapshot.ts';

/**
 * The pods whose troubles are the revision's own. A pod that is being deleted ends as it was told to. A pod in a
 * final phase was evicted, pre-empted or refused by its node, and is replaced: under a ReplicaSet every container
 * restarts, so a crash never ends a pod.
 */
export function livePodsOf(replicaSet: ReplicaSetSnapshot, pods: readonly PodSnapshot[]): PodSnapshot[] {
  return pods.filter((pod) => pod.ownerUid === replicaSet.uid && !pod.isDeleting && !isOver(pod));
}

function isOver(pod: PodSnapshot): boolean {
  return pod.phase === 'Failed' || pod.phase === 'Succeeded' || replacedReasons.has(pod.reason);
}

const replacedReasons: ReadonlySet<string> = new Set(['Evicted', 'Preempting', 'NodeLost', 'NodeShutdown']);
