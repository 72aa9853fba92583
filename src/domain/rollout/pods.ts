import type { PodSnapshot } from './snapshot.ts';

/**
 * The pods whose troubles are their owner's own. A pod that is being deleted ends as it was told to. A pod in a
 * final phase was evicted, pre-empted or refused by its node, and is replaced: but for a Job's, every container
 * restarts, so a crash never ends a pod.
 */
export function livePodsOf(owner: { readonly uid: string }, pods: readonly PodSnapshot[]): PodSnapshot[] {
  return pods.filter((pod) => pod.ownerUid === owner.uid && isLive(pod));
}

/** Whether a pod is to run, and nobody has begun to take it away. */
export function isLive(pod: PodSnapshot): boolean {
  return !pod.isDeleting && !isOver(pod) && !isDisrupted(pod);
}

function isOver(pod: PodSnapshot): boolean {
  return pod.phase === 'Failed' || pod.phase === 'Succeeded' || replacedReasons.has(pod.reason);
}

/** A drain, a pre-emption or the node's own end: how its containers end then says nothing of the release. */
function isDisrupted({ conditions }: PodSnapshot): boolean {
  return conditions.some(({ type, status }) => type === 'DisruptionTarget' && status === 'True');
}

const replacedReasons: ReadonlySet<string> = new Set([
  'Evicted',
  'Preempting',
  'NodeLost',
  'NodeShutdown',
  'Shutdown',
  'Terminated',
]);
