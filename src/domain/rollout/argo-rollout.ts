import { argoProblems, argoRefusal } from '../problem/argo-problems.ts';
import { failedCreate, failedDelete } from '../problem/failed-create.ts';
import { olderTroubles } from '../problem/older-troubles.ts';
import { podTroubles } from '../problem/pod-troubles.ts';
import { argoRolloutPhase, isArgoObserved } from './argo-rollout-phase.ts';
import { strategyParticulars } from './argo-strategy.ts';
import { identityOf } from './identity.ts';
import type { WorkloadObservation } from './observation.ts';
import { observePending, pendingRevision } from './pending-revision.ts';
import { livePodsOf, podsOf } from './pods.ts';
import { countPods, olderSetPods, servingOf } from './replica-sets.ts';
import { differsVisibly, revisionsOf, toOlderRevision, toRevision } from './revision.ts';
import type { PodSnapshot, ReplicaSetSnapshot } from './snapshot.ts';
import type { ArgoRolloutSnapshot } from './workload-snapshot.ts';

export interface ArgoRolloutView {
  readonly cluster: string;
  readonly rollout: ArgoRolloutSnapshot;
  /** May hold ReplicaSets and pods of others: ownership is checked. */
  readonly replicaSets: readonly ReplicaSetSnapshot[];
  readonly pods: readonly PodSnapshot[];
}

/** What one look at an Argo Rollout says; undefined while the view is not consistent, or when it is being deleted. */
export function observeArgoRollout(view: ArgoRolloutView): WorkloadObservation | undefined {
  const { cluster, rollout } = view;
  if (rollout.isDeleting) return undefined;
  const pending = pendingOf(view);
  if (pending !== undefined) return observePending({ cluster, owner: rollout, pods: view.pods, ...pending });
  if (rollout.revision <= 0) return undefined;
  const revisions = revisionsOf(rollout, view.replicaSets);
  if (revisions === undefined) return undefined;
  const { current, older } = revisions;
  // The annotation and the status are written one after the other.
  if (rollout.currentPodHash !== '' && rollout.currentPodHash !== current.podTemplateHash) return undefined;
  if (hasOwnTemplate(rollout) && !isArgoObserved(rollout) && differsVisibly(rollout, current))
    return undefined;

  const troubles = podTroubles(podsOf(current, view.pods));
  const { phase, message, deadlineExceededAt } = argoRolloutPhase(rollout);
  const particulars = strategyParticulars(rollout);
  const serving = servingOf(revisions);
  return {
    ...identityOf(cluster, rollout),
    revision: toRevision(current),
    older: older.map(toOlderRevision(current)),
    ...(serving === undefined ? {} : { serving: toRevision(serving) }),
    phase,
    message,
    counts: countPods(rollout, revisions, phase),
    ...(particulars === undefined ? {} : { particulars }),
    ...(deadlineExceededAt === undefined ? {} : { deadlineExceededAt }),
    problems: [
      ...argoProblems(rollout, phase),
      ...troubles.problems,
      ...failedCreate(current, livePodsOf(current, view.pods).length),
      ...failedDelete([current, ...older]),
    ],
    suspects: troubles.suspects,
    olderTroubles: olderTroubles(phase, olderSetPods(older, view.pods)),
  };
}

/** The new revision, where Argo Rollouts does not take it or cannot create its ReplicaSet. */
function pendingOf({ rollout, replicaSets }: ArgoRolloutView) {
  const refusal = argoRefusal(rollout);
  if (refusal === undefined || rollout.isPaused || !hasOwnTemplate(rollout)) return undefined;
  const { since, problem } = refusal;
  const pending = pendingRevision(rollout, replicaSets, { since, isObserved: isArgoObserved(rollout) });
  return pending && { pending, problems: [problem] };
}

/** Whether what runs is written in the Rollout itself, and can be compared. */
function hasOwnTemplate({ workloadGeneration, containers }: ArgoRolloutSnapshot): boolean {
  return workloadGeneration === '' && containers.length > 0;
}
