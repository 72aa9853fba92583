import { failedCreate, failedDelete, setNotCreated } from '../problem/failed-create.ts';
import { olderTroubles } from '../problem/older-troubles.ts';
import { podTroubles } from '../problem/pod-troubles.ts';
import { deploymentPhase } from './deployment-phase.ts';
import { identityOf, isObserved } from './identity.ts';
import type { WorkloadObservation } from './observation.ts';
import { createFailure, observePending, pendingRevision } from './pending-revision.ts';
import { livePodsOf, podsOf } from './pods.ts';
import { countPods, olderSetPods, servingOf } from './replica-sets.ts';
import { differsVisibly, revisionsOf, toOlderRevision, toRevision } from './revision.ts';
import type { DeploymentSnapshot, PodSnapshot, ReplicaSetSnapshot } from './snapshot.ts';

export interface DeploymentView {
  readonly cluster: string;
  readonly deployment: DeploymentSnapshot;
  /** May hold ReplicaSets and pods of others: ownership is checked. */
  readonly replicaSets: readonly ReplicaSetSnapshot[];
  readonly pods: readonly PodSnapshot[];
}

/**
 * What one look at a Deployment says. Undefined while the view is not consistent, or when it is being deleted:
 * the caller then keeps what it knew. Never throws; the order of the inputs does not matter.
 */
export function observeDeployment(view: DeploymentView): WorkloadObservation | undefined {
  const { cluster, deployment } = view;
  if (deployment.isDeleting) return undefined;
  const pending = pendingOf(view);
  if (pending !== undefined)
    return observePending({ cluster, owner: deployment, pods: view.pods, ...pending });
  if (deployment.revision <= 0) return undefined;
  const revisions = revisionsOf(deployment, view.replicaSets);
  if (revisions === undefined) return undefined;
  // A new template that the controller has not seen: the revision it belongs to does not exist yet.
  if (!isObserved(deployment) && differsVisibly(deployment, revisions.current)) return undefined;

  const { current, older } = revisions;
  const troubles = podTroubles(podsOf(current, view.pods));
  const { phase, message, deadlineExceededAt } = deploymentPhase(deployment);
  const serving = servingOf(revisions);
  return {
    ...identityOf(cluster, deployment),
    revision: toRevision(current),
    older: older.map(toOlderRevision(current)),
    ...(serving === undefined ? {} : { serving: toRevision(serving) }),
    phase,
    message,
    counts: countPods(deployment, revisions, phase),
    ...(deadlineExceededAt === undefined ? {} : { deadlineExceededAt }),
    problems: [
      ...troubles.problems,
      ...failedCreate(current, livePodsOf(current, view.pods).length),
      ...failedDelete([current, ...older]),
    ],
    suspects: troubles.suspects,
    olderTroubles: olderTroubles(phase, olderSetPods(older, view.pods)),
  };
}

/** The new revision, where its ReplicaSet cannot be created; a controller that is paused does not try. */
function pendingOf({ deployment, replicaSets }: DeploymentView) {
  const failure = createFailure(deployment);
  if (failure === undefined || deployment.isPaused) return undefined;
  const pending = pendingRevision(deployment, replicaSets, {
    since: failure.lastUpdateAt,
    isObserved: isObserved(deployment),
  });
  return pending && { pending, problems: setNotCreated(failure, deployment.desired) };
}
