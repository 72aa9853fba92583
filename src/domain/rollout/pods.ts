import { lossOf, type NodeSnapshot } from './node-snapshot.ts';
import type { Condition, PodSnapshot } from './snapshot.ts';

/**
 * The pods whose troubles are their owner's own. A pod that is being deleted ends as it was told to. A pod in a
 * final phase was evicted, pre-empted or refused by its node, and is replaced: but for a Job's, every container
 * restarts, so a crash never ends a pod.
 */
export function livePodsOf(owner: { readonly uid: string }, pods: readonly PodSnapshot[]): PodSnapshot[] {
  return podsOf(owner, pods).filter(isLive);
}

export function podsOf(owner: { readonly uid: string }, pods: readonly PodSnapshot[]): PodSnapshot[] {
  return pods.filter((pod) => pod.ownerUid === owner.uid && owner.uid !== '');
}

/** Whether a pod is to run, and nobody has begun to take it away. */
export function isLive(pod: PodSnapshot): boolean {
  return !pod.isDeleting && !isOver(pod) && !isDisrupted(pod);
}

/** Whether the pod came to its end, and something else takes its place. */
export function isOver(pod: PodSnapshot): boolean {
  return pod.phase === 'Failed' || pod.phase === 'Succeeded' || replacedReasons.has(pod.reason);
}

/**
 * Taken away by a drain, a pre-emption or its node's own end: how its containers end then says nothing of the
 * release.
 */
export function isTakenAway(pod: PodSnapshot): boolean {
  return isDisrupted(pod) || replacedReasons.has(pod.reason);
}

/** `Evicted: The node was low on resource: memory.` */
export function whyTakenAway({ reason, message, conditions }: PodSnapshot): string {
  const target = conditions.find(isDisruption);
  const words = reason === '' ? [target?.reason ?? '', target?.message ?? ''] : [reason, message];
  return words.filter((each) => each !== '').join(': ');
}

/** Its node is not heard of: what is known of the pod is old, and what befalls it is not its own fault. */
export function isOnLostNode({ node }: PodSnapshot): boolean {
  return lossOf(node) !== undefined;
}

/** The pods, each with the node that it is on where that node has trouble. */
export function placePods(
  pods: readonly PodSnapshot[],
  nodes: ReadonlyMap<string, NodeSnapshot>,
): readonly PodSnapshot[] {
  if (nodes.size === 0) return pods;
  return pods.map((pod) => {
    const node = nodes.get(pod.nodeName);
    return node === undefined ? pod : { ...pod, node };
  });
}

function isDisrupted({ conditions }: PodSnapshot): boolean {
  return conditions.some(isDisruption);
}

function isDisruption({ type, status }: Condition): boolean {
  return type === 'DisruptionTarget' && status === 'True';
}

const replacedReasons: ReadonlySet<string> = new Set([
  'Evicted',
  'Preempting',
  'NodeLost',
  'NodeShutdown',
  'Shutdown',
  'Terminated',
]);
