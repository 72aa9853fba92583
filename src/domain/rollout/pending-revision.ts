import { olderTroubles } from '../problem/older-troubles.ts';
import type { Problem } from '../problem/problem.ts';
import { identityOf } from './identity.ts';
import type { Revision, WorkloadObservation } from './observation.ts';
import { olderSetPods, servingOf } from './replica-sets.ts';
import { differsVisibly, ownedSets, restartedAtAnnotation, toRevision } from './revision.ts';
import type { Condition, DeploymentSnapshot, PodSnapshot, ReplicaSetSnapshot } from './snapshot.ts';
import type { ArgoRolloutSnapshot } from './workload-snapshot.ts';

/** A revision of which there is nothing but the wish: its ReplicaSet is not created. */
export interface PendingRevision {
  /** Without `revisionUid`; with the number that its ReplicaSet gets if it is created after all. */
  readonly revision: Revision;
  /** Those that exist, newest first. */
  readonly older: readonly ReplicaSetSnapshot[];
}

/** Why the controller does not come to the new revision. */
export interface Refusal {
  readonly since: number;
  /** Whether the status speaks of the present specification. */
  readonly isObserved: boolean;
}

type Owner = DeploymentSnapshot | ArgoRolloutSnapshot;

/** Whether nothing of the revision exists yet. */
export function isPending({ revisionUid }: Pick<Revision, 'revisionUid'>): boolean {
  return revisionUid === '';
}

/**
 * A controller that cannot create the ReplicaSet writes a condition and nothing else: the revision stays that of the
 * version before, as if nothing had been deployed (pkg/controller/deployment/sync.go, getNewReplicaSet).
 */
export function pendingRevision(
  owner: Owner,
  replicaSets: readonly ReplicaSetSnapshot[],
  { since, isObserved }: Refusal,
): PendingRevision | undefined {
  const older = ownedSets(owner, replicaSets).filter(({ isDeleting }) => !isDeleting);
  const current = older.find(({ revision }) => revision === owner.revision);
  const [newest] = older;
  // It has been created in the meantime, and the workload is about to say so.
  if (newest !== undefined && newest.revision > owner.revision) return undefined;
  // A condition of the past, if the template is the one of before again.
  if (current !== undefined && isObserved && !differsVisibly(owner, current)) return undefined;

  const revision: Revision = {
    number: Math.max(owner.revision, newest?.revision ?? 0, 0) + 1,
    revisionName: '',
    revisionUid: '',
    podHash: '',
    images: owner.containers,
    restartedAt: owner.templateAnnotations[restartedAtAnnotation] ?? '',
    createdAt: since,
  };
  return { revision, older };
}

export interface PendingView {
  readonly cluster: string;
  readonly owner: Owner;
  readonly pending: PendingRevision;
  readonly pods: readonly PodSnapshot[];
  readonly problems: readonly Problem[];
}

/** What runs is what ran before; there is nothing of the new revision but its problem. */
export function observePending({
  cluster,
  owner,
  pending,
  pods,
  problems,
}: PendingView): WorkloadObservation {
  const { revision, older } = pending;
  const { desired, replicas } = owner;
  const serving = servingOf({ older });
  const oldAvailable = older.reduce((sum, set) => sum + set.available, 0);
  return {
    ...identityOf(cluster, owner),
    revision,
    older: older.map(toRevision),
    ...(serving === undefined ? {} : { serving: toRevision(serving) }),
    phase: 'progressing',
    message: '',
    counts: { desired, updated: 0, updatedAvailable: 0, old: replicas, oldAvailable },
    problems,
    suspects: [],
    olderTroubles: olderTroubles('progressing', olderSetPods(older, pods)),
  };
}

/** The controller's word that it cannot create the ReplicaSet, while it stands. */
export function createFailure({ conditions }: Pick<Owner, 'conditions'>): Condition | undefined {
  return conditions.find(
    ({ type, status, reason }) =>
      type === 'Progressing' && status === 'False' && reason === 'ReplicaSetCreateError',
  );
}
