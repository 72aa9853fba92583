import { olderTroubles } from '../problem/older-troubles.ts';
import { podTroubles } from '../problem/pod-troubles.ts';
import {
  countByRevision,
  olderRevisionPods,
  ownedRevisions,
  pinOlderRevision,
  pinRevision,
  servingRevision,
  splitRevisions,
} from './controller-revision.ts';
import { identityOf, isObserved } from './identity.ts';
import type { Phase, WorkloadObservation } from './observation.ts';
import { livePodsOf, podsOf } from './pods.ts';
import { differsVisibly } from './revision.ts';
import type { PodSnapshot } from './snapshot.ts';
import type { ControllerRevisionSnapshot, DaemonSetSnapshot } from './workload-snapshot.ts';

export interface DaemonSetView {
  readonly cluster: string;
  readonly daemonSet: DaemonSetSnapshot;
  /** May hold revisions and pods of others: ownership is checked. */
  readonly controllerRevisions: readonly ControllerRevisionSnapshot[];
  readonly pods: readonly PodSnapshot[];
}

/**
 * What one look at a DaemonSet says; undefined while the view is not consistent, or when it is being deleted. Its
 * status names no revision: the newest ControllerRevision is the one it goes to.
 */
export function observeDaemonSet(view: DaemonSetView): WorkloadObservation | undefined {
  const { cluster, daemonSet } = view;
  const newestFirst = ownedRevisions(daemonSet, view.controllerRevisions);
  const newest = newestFirst.find(({ isDeleting }) => !isDeleting);
  if (daemonSet.isDeleting || newest === undefined) return undefined;
  if (isOfAnotherTemplate(newest, daemonSet)) return undefined;

  const revisions = splitRevisions(newestFirst, newest, ({ hash }) => hash);
  const { current, older } = revisions;
  const own = podsOf(daemonSet, view.pods);
  const pods = livePodsOf(daemonSet, own);
  const serving = servingRevision(revisions, pods);
  const phase = daemonSetPhase(daemonSet);
  return {
    ...identityOf(cluster, daemonSet),
    revision: pinRevision(current),
    older: older.map(pinOlderRevision(current)),
    ...(serving === undefined ? {} : { serving: pinRevision(serving) }),
    phase,
    message: '',
    counts: countByRevision({ ...daemonSet, up: daemonSet.available }, revisions, pods),
    ...podTroubles(own.filter(({ revisionHash }) => revisionHash === current.podHash)),
    olderTroubles: olderTroubles(phase, olderRevisionPods(older, own)),
  };
}

/**
 * The revision and the DaemonSet come on two watches: either may be ahead. Taken together they would say of the new
 * version what was true of the old one.
 */
function isOfAnotherTemplate(newest: ControllerRevisionSnapshot, daemonSet: DaemonSetSnapshot): boolean {
  // A revision that is gone back to keeps the number of the template that it was made for, which is lower.
  return newest.templateGeneration > daemonSet.templateGeneration || differsVisibly(daemonSet, newest);
}

/** kubectl's checks, and OnDelete besides. No node to run on is nothing to wait for. */
export function daemonSetPhase(daemonSet: DaemonSetSnapshot): Phase {
  const { desired, updated, available, strategy } = daemonSet;
  if (!isObserved(daemonSet)) return 'progressing';
  if (updated < desired) return strategy === 'OnDelete' ? 'waiting-for-deletes' : 'progressing';
  return available < desired ? 'progressing' : 'complete';
}
