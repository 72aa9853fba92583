import { shortagesOf } from '../rollout/node-snapshot.ts';
import type { PodSnapshot } from '../rollout/snapshot.ts';
import type { ProblemNode } from './problem.ts';
import { compareText } from './severity.ts';

/** The node under pressure that has most of these pods, which may be why they have a problem. */
export function shortNode(pods: readonly PodSnapshot[]): ProblemNode | undefined {
  const pressed = [...new Map(pods.map((pod) => [pod.uid, pod])).values()].filter(
    ({ node }) => shortagesOf(node).length > 0,
  );
  const byNode = [...Map.groupBy(pressed, ({ nodeName }) => nodeName)];
  const [most] = byNode.toSorted(
    ([name, one], [otherName, other]) => other.length - one.length || compareText(name, otherName),
  );
  if (most === undefined) return undefined;
  const [name, there] = most;
  return { name, pods: there.length, others: byNode.length - 1, shortages: shortagesOf(there[0]?.node) };
}
