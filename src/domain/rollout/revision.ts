import type { Revision } from './observation.ts';
import type { DeploymentSnapshot, ReplicaSetSnapshot } from './snapshot.ts';

const restartedAtAnnotation = 'kubectl.kubernetes.io/restartedAt';

export interface Revisions {
  readonly current: ReplicaSetSnapshot;
  /** Newest first. */
  readonly older: readonly ReplicaSetSnapshot[];
}

/**
 * The Deployment's own ReplicaSets as revisions; undefined while the one of the current revision is not in view.
 * A ReplicaSet with a higher number than the Deployment's is one that the controller has renumbered and is about
 * to make current: it is neither current nor older yet.
 */
export function revisionsOf(
  deployment: DeploymentSnapshot,
  replicaSets: readonly ReplicaSetSnapshot[],
): Revisions | undefined {
  const owned = replicaSets.filter((set) => set.ownerUid === deployment.uid && set.ownerUid !== '');
  const newestFirst = owned.toSorted(byRevision);
  const current = newestFirst.find((set) => set.revision === deployment.revision);
  if (current === undefined) return undefined;

  const older = newestFirst.filter(
    (set) => set.revision > 0 && set.revision < deployment.revision && !set.isDeleting,
  );
  return { current, older };
}

/** Pins a ReplicaSet by what does not move. */
export function toRevision(replicaSet: ReplicaSetSnapshot): Revision {
  return {
    number: replicaSet.revision,
    revisionName: replicaSet.name,
    revisionUid: replicaSet.uid,
    podHash: replicaSet.podTemplateHash,
    images: replicaSet.containers,
    restartedAt: replicaSet.templateAnnotations[restartedAtAnnotation] ?? '',
    createdAt: replicaSet.createdAt,
  };
}

/** Whether the ReplicaSet was visibly made from another template than the Deployment has now. */
export function differsVisibly(deployment: DeploymentSnapshot, replicaSet: ReplicaSetSnapshot): boolean {
  const images = (containers: DeploymentSnapshot['containers']) =>
    containers.map((container) => `${container.name}=${container.image}`).join('\n');
  const restartedAt = (annotations: DeploymentSnapshot['templateAnnotations']) =>
    annotations[restartedAtAnnotation] ?? '';
  return (
    images(deployment.containers) !== images(replicaSet.containers) ||
    restartedAt(deployment.templateAnnotations) !== restartedAt(replicaSet.templateAnnotations)
  );
}

function byRevision(one: ReplicaSetSnapshot, other: ReplicaSetSnapshot): number {
  return other.revision - one.revision || other.createdAt - one.createdAt || (one.uid < other.uid ? -1 : 1);
}
