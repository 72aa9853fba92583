import { lossOf } from '../rollout/node-snapshot.ts';
import { isOver } from '../rollout/pods.ts';
import type { PodSnapshot } from '../rollout/snapshot.ts';
import type { Problem } from './problem.ts';
import { compareText } from './severity.ts';

/** Pods on nodes that are not heard of, those included that cannot end there: it explains why a rollout waits. */
export function lostNodes(pods: readonly PodSnapshot[]): Problem[] {
  const losses = pods.flatMap((pod) => {
    const loss = lossOf(pod.node);
    return loss === undefined || isOver(pod) ? [] : [{ name: pod.nodeName, loss }];
  });
  const [first] = losses.toSorted((one, other) => compareText(one.name, other.name));
  if (first === undefined) return [];
  const { reason, message } = first.loss;
  const others = new Set(losses.map(({ name }) => name)).size - 1;
  return [
    {
      reason: 'NodeNotReady',
      container: '',
      pods: losses.length,
      restarts: 0,
      pod: '',
      message: [reason, message].filter((words) => words !== '').join(': '),
      image: '',
      node: { name: first.name, pods: losses.length, others, shortages: [] },
    },
  ];
}
