import type { OlderTroubles } from '../problem/older-troubles.ts';
import type { Problem } from '../problem/problem.ts';
import type { Suspect } from '../problem/suspect.ts';
import type { Management } from '../rollback/management.ts';
import type { Manager } from '../rollback/manager.ts';
import type { Particulars } from './particulars.ts';
import type { ContainerImage } from './snapshot.ts';
import type { TemplateChange } from './template-change.ts';
import type { WorkloadReference } from './workload.ts';

/** Pins a revision by what does not move. Revision numbers do: an undo renumbers the ReplicaSet it returns to. */
export interface Revision {
  /** Monotonic for the workload: a return to an old template gets a new number. Names one rollout. */
  readonly number: number;
  /** The object that keeps the revision's template: a ReplicaSet, a ControllerRevision, or the Job itself. */
  readonly revisionName: string;
  /** Empty while the object cannot be created. */
  readonly revisionUid: string;
  /** The label value by which pods of this revision are known. */
  readonly podHash: string;
  readonly images: readonly ContainerImage[];
  /** `kubectl.kubernetes.io/restartedAt` of the template; empty when it was never restarted. */
  readonly restartedAt: string;
  readonly createdAt: number;
  /** Oldest first: those it had before the workload returned to it. Absent when there are none, or nobody keeps them. */
  readonly formerNumbers?: readonly number[];
  /**
   * Of an older revision: what the current one has changed against it, besides images and restarts. Absent when nothing
   * is known of it.
   */
  readonly changed?: readonly TemplateChange[];
}

/**
 * partition-complete: a StatefulSet has updated all pods that its partition lets it · waiting-for-deletes: with
 * strategy OnDelete the controller waits for people to delete the old pods.
 */
export type Phase =
  | 'progressing'
  | 'paused'
  | 'waiting-for-deletes'
  | 'partition-complete'
  | 'complete'
  | 'failed';

export interface PodCounts {
  readonly desired: number;
  /** Pods of the current revision. */
  readonly updated: number;
  /** Pods of the current revision that are ready and have been so for `minReadySeconds`. */
  readonly updatedAvailable: number;
  /** Pods of older revisions that still exist. */
  readonly old: number;
  /** Pods of older revisions that still serve. */
  readonly oldAvailable: number;
}

/** What one look at a workload says: pure data, computed from snapshots, compared to notice a change. */
export interface WorkloadObservation {
  readonly workload: WorkloadReference;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly manager: Manager;
  /** What the manager says of itself; absent where nothing is known but its mark. */
  readonly management?: Management;
  /** The revision that the workload is at or going to. */
  readonly revision: Revision;
  /** Older revisions that still exist and could be returned to, newest first. */
  readonly older: readonly Revision[];
  /** Nobody looked then: it is told by what the cluster keeps (`past-looks`), and its counts say nothing. Absent otherwise. */
  readonly isPast?: boolean;
  /** The older revision with the most pods that still serve; absent when none does. */
  readonly serving?: Revision;
  readonly phase: Phase;
  /** Why the phase is what it is, in the controller's words; empty where counts say it all. */
  readonly message: string;
  readonly counts: PodCounts;
  readonly particulars?: Particulars;
  /** `lastUpdateTime` of ProgressDeadlineExceeded while it stands. It may be left over from before this revision. */
  readonly deadlineExceededAt?: number;
  /** Problems of the current revision only, worst first. */
  readonly problems: readonly Problem[];
  /** What becomes a problem of the current revision if it lasts, by Shipmate's own clock. */
  readonly suspects: readonly Suspect[];
  /** What is wrong with pods of older revisions, newest first: said as such, and nothing against the current one. */
  readonly olderTroubles: readonly OlderTroubles[];
}
