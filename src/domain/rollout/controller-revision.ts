import type { OlderPods } from '../problem/older-troubles.ts';
import type { PodCounts, Revision } from './observation.ts';
import { restartedAtAnnotation } from './revision.ts';
import type { PodSnapshot } from './snapshot.ts';
import { templateChanges } from './template-change.ts';
import type { ControllerRevisionSnapshot } from './workload-snapshot.ts';

/** A ControllerRevision with the value of `controller-revision-hash` by which its pods are known. */
export interface KnownRevision {
  readonly snapshot: ControllerRevisionSnapshot;
  readonly podHash: string;
}

export interface ControllerRevisions {
  readonly current: KnownRevision;
  /** Newest first. */
  readonly older: readonly KnownRevision[];
}

/** The workload's own ControllerRevisions, newest first. */
export function ownedRevisions(
  { uid }: { readonly uid: string },
  revisions: readonly ControllerRevisionSnapshot[],
): readonly ControllerRevisionSnapshot[] {
  return revisions
    .filter((each) => each.ownerUid === uid && uid !== '' && each.revision > 0)
    .toSorted(
      (one, other) =>
        other.revision - one.revision || other.createdAt - one.createdAt || (one.uid < other.uid ? -1 : 1),
    );
}

/** Splits them at the current one. A revision with a higher number is about to become current. */
export function splitRevisions(
  newestFirst: readonly ControllerRevisionSnapshot[],
  current: ControllerRevisionSnapshot,
  podHash: (revision: ControllerRevisionSnapshot) => string,
): ControllerRevisions {
  const known = (snapshot: ControllerRevisionSnapshot) => ({ snapshot, podHash: podHash(snapshot) });
  return {
    current: known(current),
    older: newestFirst.filter((each) => each.revision < current.revision && !each.isDeleting).map(known),
  };
}

/** Pins a ControllerRevision by what does not move. */
export function pinRevision({ snapshot, podHash }: KnownRevision): Revision {
  return {
    number: snapshot.revision,
    revisionName: snapshot.name,
    revisionUid: snapshot.uid,
    podHash,
    images: snapshot.containers,
    restartedAt: snapshot.templateAnnotations[restartedAtAnnotation] ?? '',
    createdAt: snapshot.createdAt,
  };
}

/** Older revisions with their pods. */
export function olderRevisionPods(
  older: readonly KnownRevision[],
  pods: readonly PodSnapshot[],
): readonly OlderPods[] {
  return older.map((known) => ({
    revision: pinRevision(known),
    pods: pods.filter(({ revisionHash }) => revisionHash === known.podHash),
  }));
}

/** An older one, with what the current one has changed against it. */
export function pinOlderRevision({ snapshot: current }: KnownRevision): (older: KnownRevision) => Revision {
  return (older) => ({
    ...pinRevision(older),
    changed: templateChanges(older.snapshot.facts, current.facts),
  });
}

/** The older revision with the most pods that are ready; undefined when none has any. */
export function servingRevision(
  { older }: ControllerRevisions,
  pods: readonly PodSnapshot[],
): KnownRevision | undefined {
  const ready = ({ podHash }: KnownRevision) => readyPods(pods, podHash);
  const [most] = older.toSorted((one, other) => ready(other) - ready(one));
  return most !== undefined && ready(most) > 0 ? most : undefined;
}

interface Standing {
  readonly desired: number;
  readonly replicas: number;
  readonly updated: number;
  /** Pods that serve, whichever revision they have. */
  readonly up: number;
}

/** The pods come on a watch of their own: as far as the workload's status says it all, it is believed. */
export function countByRevision(
  { desired, replicas, updated, up }: Standing,
  { current }: ControllerRevisions,
  pods: readonly PodSnapshot[],
): PodCounts {
  const updatedAvailable =
    updated >= replicas ? Math.min(up, updated) : Math.min(updated, readyPods(pods, current.podHash));
  const old = Math.max(0, replicas - updated);
  const oldReady = pods.filter((pod) => pod.isReady && pod.revisionHash !== current.podHash).length;
  return { desired, updated, updatedAvailable, old, oldAvailable: Math.min(old, oldReady) };
}

function readyPods(pods: readonly PodSnapshot[], podHash: string): number {
  return pods.filter((pod) => pod.isReady && pod.revisionHash === podHash).length;
}
