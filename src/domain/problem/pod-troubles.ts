import { isLive, isOnLostNode } from '../rollout/pods.ts';
import type { PodSnapshot } from '../rollout/snapshot.ts';
import { groupProblems } from './group-problems.ts';
import { lostNodes } from './lost-nodes.ts';
import { rejectedPods } from './rejected-pods.ts';
import { suspectsOf } from './suspects-of.ts';
import type { Troubles } from './troubles.ts';

/** What is wrong with the pods of one revision. Of those on nodes that are lost only that is said. */
export function podTroubles(pods: readonly PodSnapshot[]): Troubles {
  const heard = pods.filter((pod) => isLive(pod) && !isOnLostNode(pod));
  return {
    problems: [...groupProblems(heard), ...rejectedPods(pods), ...lostNodes(pods)],
    suspects: suspectsOf(heard),
  };
}
