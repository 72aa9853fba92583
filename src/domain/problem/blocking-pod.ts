import type { PodSnapshot } from '../rollout/snapshot.ts';
import { groupProblems } from './group-problems.ts';
import type { Problem } from './problem.ts';

/**
 * A pod of another revision that is broken, and that the controller waits for before it goes on. It keeps its
 * broken template until somebody deletes it.
 */
export function blockingPod(outdated: readonly PodSnapshot[]): Problem[] {
  const broken = outdated
    .filter(({ isReady }) => !isReady)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((pod) => groupProblems([pod]).slice(0, 1));
  const [first] = broken;
  return first === undefined ? [] : [{ ...first, reason: 'BlockedByPod', pods: broken.length }];
}
