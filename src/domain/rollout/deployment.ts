import { failedCreate, failedDelete } from '../problem/failed-create.ts';
import { groupProblems } from '../problem/group-problems.ts';
import { rejectedPods } from '../problem/rejected-pods.ts';
import { suspectsOf } from '../problem/suspects-of.ts';
import { deploymentPhase } from './deployment-phase.ts';
import { identityOf, isObserved } from './identity.ts';
import type { Phase, PodCounts, WorkloadObservation } from './observation.ts';
import { livePodsOf } from './pods.ts';
import { differsVisibly, type Revisions, revisionsOf, toOlderRevision, toRevision } from './revision.ts';
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
  if (deployment.isDeleting || deployment.revision <= 0) return undefined;
  const revisions = revisionsOf(deployment, view.replicaSets);
  if (revisions === undefined) return undefined;
  // A new template that the controller has not seen: the revision it belongs to does not exist yet.
  if (!isObserved(deployment) && differsVisibly(deployment, revisions.current)) return undefined;

  const pods = livePodsOf(revisions.current, view.pods);
  const { phase, message, deadlineExceededAt } = deploymentPhase(deployment);
  const serving = servingOf(revisions);
  return {
    ...identityOf(cluster, deployment),
    revision: toRevision(revisions.current),
    older: revisions.older.map(toOlderRevision(revisions.current)),
    ...(serving === undefined ? {} : { serving: toRevision(serving) }),
    phase,
    message,
    counts: countPods(deployment, revisions, phase),
    ...(deadlineExceededAt === undefined ? {} : { deadlineExceededAt }),
    problems: [
      ...groupProblems(pods),
      ...failedCreate(revisions.current, pods.length),
      ...rejectedPods(view.pods.filter(({ ownerUid }) => ownerUid === revisions.current.uid)),
      ...failedDelete([revisions.current, ...revisions.older]),
    ],
    suspects: suspectsOf(pods),
  };
}

/** After a failed release this is not the revision before, but the one before that. */
export function servingOf({ older }: Revisions): ReplicaSetSnapshot | undefined {
  const [most] = older.toSorted((left, right) => right.available - left.available);
  return most !== undefined && most.available > 0 ? most : undefined;
}

type StatusCounts = Pick<DeploymentSnapshot, 'desired' | 'updated' | 'replicas' | 'available'>;

/** Pods of a workload that is made of ReplicaSets. */
export function countPods(status: StatusCounts, revisions: Revisions, phase: Phase): PodCounts {
  const { desired, updated, replicas, available } = status;
  const { current, older } = revisions;
  // The workload and its ReplicaSets come on separate watches; once complete, the workload's word is enough.
  const updatedAvailable = phase === 'complete' ? available : current.available;
  const oldAvailable = older.reduce((sum, set) => sum + set.available, 0);
  const old = Math.max(0, replicas - updated);
  return { desired, updated, updatedAvailable, old, oldAvailable: Math.min(old, oldAvailable) };
}
