import type { PodSnapshot } from '../rollout/snapshot.ts';
import { toProblem } from './group-problems.ts';
import type { Problem } from './problem.ts';

/** The node cannot give what the pod's own specification asks of it: the next node will say the same. */
const hopeless: ReadonlySet<string> = new Set([
  'AppArmor',
  'SysctlForbidden',
  'PodOSNotSupported',
  'PodOSSelectorNodeLabelDoesNotMatch',
  'PodFeatureUnsupported',
  'DeadlineExceeded',
]);
/** The scheduler and the node disagreed: once is a race between two pods, again and again is not. */
const races =
  /^(?:OutOf(?:cpu|memory|pods|ephemeral-storage)|NodeAffinity|NodePorts|UnexpectedAdmissionError|InvalidNodeInfo|Unexpected.*Error)$/;
const fewestRaces = 3;

/**
 * Pods that a node took and would not run. They end in phase Failed and are replaced at once, so that what is left
 * of them is all there is to see.
 */
export function rejectedPods(pods: readonly PodSnapshot[]): Problem[] {
  const failed = pods.filter(({ phase, isDeleting }) => phase === 'Failed' && !isDeleting);
  const fatal = failed.filter(({ reason }) => hopeless.has(reason));
  const raced = failed.filter(({ reason }) => races.test(reason));
  const counted = fatal.length > 0 || raced.length >= fewestRaces ? [...fatal, ...raced] : [];
  return toProblem(
    counted.map((pod) => ({
      pod,
      diagnosis: { reason: 'PodRejected', message: [pod.reason, pod.message].filter(Boolean).join(': ') },
    })),
  );
}
