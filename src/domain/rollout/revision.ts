import type { Revision } from './observation.ts';
import type { ReplicaSetSnapshot } from './snapshot.ts';
import { templateChanges } from './template-change.ts';
import type { TemplateSnapshot } from './workload-snapshot.ts';

export const restartedAtAnnotation = 'kubectl.kubernetes.io/restartedAt';

export interface Revisions {
  readonly current: ReplicaSetSnapshot;
  /** Newest first. */
  readonly older: readonly ReplicaSetSnapshot[];
}

/**
 * The workload's own ReplicaSets as revisions; undefined while the one of the current revision is not in view.
 * A ReplicaSet with a higher number than the workload's is one that the controller has renumbered and is about
 * to make current: it is neither current nor older yet.
 */
export function revisionsOf(
  owner: { readonly uid: string; readonly revision: number },
  replicaSets: readonly ReplicaSetSnapshot[],
): Revisions | undefined {
  const newestFirst = ownedSets(owner, replicaSets);
  const current = newestFirst.find((set) => set.revision === owner.revision);
  if (current === undefined) return undefined;

  const older = newestFirst.filter(
    (set) => set.revision > 0 && set.revision < owner.revision && !set.isDeleting,
  );
  return { current, older };
}

/** The workload's own ReplicaSets, newest first. */
export function ownedSets(
  owner: { readonly uid: string },
  replicaSets: readonly ReplicaSetSnapshot[],
): readonly ReplicaSetSnapshot[] {
  return replicaSets.filter((set) => set.ownerUid === owner.uid && set.ownerUid !== '').toSorted(byRevision);
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
    ...(replicaSet.formerRevisions === undefined ? {} : { formerNumbers: replicaSet.formerRevisions }),
  };
}

/** An older one, with what the current one has changed against it. */
export function toOlderRevision(current: ReplicaSetSnapshot): (older: ReplicaSetSnapshot) => Revision {
  return (older) => ({ ...toRevision(older), changed: templateChanges(older.facts, current.facts) });
}

type VisibleTemplate = Pick<TemplateSnapshot, 'containers' | 'templateAnnotations'>;

/** Whether a revision was visibly made from another template than the workload has now. */
export function differsVisibly(workload: VisibleTemplate, revision: VisibleTemplate): boolean {
  const images = ({ containers }: VisibleTemplate) =>
    containers.map((container) => `${container.name}=${container.image}`).join('\n');
  const restartedAt = ({ templateAnnotations }: VisibleTemplate) =>
    templateAnnotations[restartedAtAnnotation] ?? '';
  return images(workload) !== images(revision) || restartedAt(workload) !== restartedAt(revision);
}

function byRevision(one: ReplicaSetSnapshot, other: ReplicaSetSnapshot): number {
  return other.revision - one.revision || other.createdAt - one.createdAt || (one.uid < other.uid ? -1 : 1);
}
