import type { Phase, Revision } from '../rollout/observation.ts';
import { isLive, isOnLostNode } from '../rollout/pods.ts';
import type { ContainerSnapshot, PodSnapshot } from '../rollout/snapshot.ts';
import { groupProblems } from './group-problems.ts';
import { lostNodes } from './lost-nodes.ts';
import { suspectsOf } from './suspects-of.ts';
import type { Troubles } from './troubles.ts';

/** What is wrong with the pods of a revision that the workload is leaving, or keeps beside the present one. */
export interface OlderTroubles extends Troubles {
  readonly revision: Revision;
}

export interface OlderPods {
  readonly revision: Revision;
  readonly pods: readonly PodSnapshot[];
}

/**
 * The older revisions that have trouble of their own while pods of them are still to run. Once all is done there is
 * one revision, and nothing beside it.
 */
export function olderTroubles(phase: Phase, older: readonly OlderPods[]): readonly OlderTroubles[] {
  if (phase === 'complete') return [];
  return older.flatMap(({ revision, pods }) => {
    const heard = pods.filter((pod) => isLive(pod) && !isOnLostNode(pod)).map(withoutNormalEnds);
    // A pod that cannot end on its node keeps the new version waiting.
    const problems = [...groupProblems(heard), ...lostNodes(pods)];
    const suspects = suspectsOf(heard);
    return problems.length === 0 && suspects.length === 0 ? [] : [{ revision, problems, suspects }];
  });
}

/** What is told to end ends; the mark that says who told it may come a moment later, on another event. */
function withoutNormalEnds(pod: PodSnapshot): PodSnapshot {
  return pod.containers.some(isNormalEnd)
    ? { ...pod, containers: pod.containers.filter((each) => !isNormalEnd(each)) }
    : pod;
}

function isNormalEnd({ state }: ContainerSnapshot): boolean {
  return state.kind === 'terminated' && (state.exitCode === 0 || state.exitCode === 143);
}
