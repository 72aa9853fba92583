import { failedCreate } from '../problem/failed-create.ts';
import { groupProblems } from '../problem/group-problems.ts';
import { suspectsOf } from '../problem/suspects-of.ts';
import { argoRolloutPhase, isArgoObserved } from './argo-rollout-phase.ts';
import { strategyParticulars } from './argo-strategy.ts';
import { countPods, servingOf } from './deployment.ts';
import { identityOf } from './identity.ts';
import type { WorkloadObservation } from './observation.ts';
import { livePodsOf } from './pods.ts';
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
  if (rollout.isDeleting || rollout.revision <= 0) return undefined;
  const revisions = revisionsOf(rollout, view.replicaSets);
  if (revisions === undefined) return undefined;
  const { current, older } = revisions;
  // The annotation and the status are written one after the other.
  if (rollout.currentPodHash !== '' && rollout.currentPodHash !== current.podTemplateHash) return undefined;
  const hasOwnTemplate = rollout.workloadGeneration === '' && rollout.containers.length > 0;
  if (hasOwnTemplate && !isArgoObserved(rollout) && differsVisibly(rollout, current)) return undefined;

  const pods = livePodsOf(current, view.pods);
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
    problems: [...groupProblems(pods), ...failedCreate(current, pods.length)],
    suspects: suspectsOf(pods),
  };
}
