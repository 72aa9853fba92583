import type { Build } from '../build/build.ts';
import type { LogResult } from '../log/log.ts';
import type { Ownership } from '../ownership/ownership.ts';
import type { Problem } from '../problem/problem.ts';
import type { Mute } from '../quiet/mute.ts';
import type { RollbackOffer, RollbackRun } from '../rollback/rollback.ts';
import type { Phase, PodCounts, Revision } from '../rollout/observation.ts';
import type { Particulars } from '../rollout/particulars.ts';
import type { TemplateChange } from '../rollout/template-change.ts';
import type { WorkloadReference } from '../rollout/workload.ts';
import type { Version } from './version.ts';

/** A problem as a rollout remembers it: struck through when it recovers, never deleted. */
export interface TrackedProblem {
  readonly problem: Problem;
  readonly firstSeenAt: number;
  /** Since when looks do not show it; it counts until that has lasted, because crash loops look well in between. */
  readonly absentSince?: number;
  readonly recoveredAt?: number;
  /** The evidence; absent until it is fetched. */
  readonly log?: LogResult;
  /** What was read for it. */
  readonly reading?: LogReading;
  /** Whether it is known by now what the problem's probe answered, or that nobody can tell. */
  readonly isProbeAsked?: boolean;
}

/** What was read of the logs that belong to a problem. */
export interface LogReading {
  /** How often its container had restarted, and how it had ended. */
  readonly restarts: number;
  readonly exitCode?: number;
  /** How often logs were read for it. */
  readonly times: number;
  /** What is in the thread, oldest first. */
  readonly files: readonly LogFile[];
}

/** A whole log, or those of several containers, as a file in the card's thread. */
export interface LogFile {
  readonly slot: string;
  readonly lines: number;
  readonly hidden: number;
  /** The containers whose logs are in it. */
  readonly containers: readonly string[];
}

/** What is wrong with pods of a version that the rollout leaves, or keeps beside its own. Forgotten when it is over. */
export interface OlderTrouble {
  readonly revisionUid: string;
  /** What people call that version: `v42`. */
  readonly label: string;
  readonly problems: readonly TrackedProblem[];
}

/**
 * progressing, paused, waiting-for-deletes: on the way · partition-complete: as far as it may go · failing: a fatal reason was seen, it may still go green · failed: given up by
 * the controller, by restarts or by our own deadline · the rest is final unless the workload moves again.
 */
export type RolloutStatus =
  | 'progressing'
  | 'paused'
  | 'waiting-for-deletes'
  | 'failing'
  | 'failed'
  | 'timed-out'
  | 'partition-complete'
  | 'complete'
  | 'superseded'
  | 'rolled-back'
  | 'deleted';

/** What differs from the revision before. */
export type Change = 'image' | 'configuration' | 'restart' | 'first';

export interface Successor {
  /** What people call it: `v44`. */
  readonly label: string;
  /** Whether it is an older version that somebody went back to, without Shipmate. */
  readonly isOlder: boolean;
}

export interface Progress {
  readonly at: number;
  readonly updated: number;
  readonly updatedAvailable: number;
  readonly old: number;
}

/** One workload going to one revision, as one row of a card. */
export interface Rollout {
  readonly workload: WorkloadReference;
  readonly workloadUid: string;
  readonly revision: Revision;
  readonly change: Change;
  /** What it changed besides images and restarts; absent when nothing, or nothing is known of it. */
  readonly changed?: readonly TemplateChange[];
  readonly status: RolloutStatus;
  /** The phase of the last look; the status follows from it and from the problems. Absent before the first. */
  readonly phase?: Phase;
  /** The controller's word behind the status; untrusted text, may be empty. */
  readonly message: string;
  readonly counts: PodCounts;
  /** What only this kind of workload has to tell. */
  readonly particulars?: Particulars;
  readonly problems: readonly TrackedProblem[];
  /** Nothing against this rollout's version; absent when there is none. */
  readonly olderTroubles?: readonly OlderTrouble[];
  /** What people call the version that ran before: `v42`. */
  readonly previousLabel?: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly offer?: RollbackOffer;
  readonly rollback?: RollbackRun;
  /** What the workload went on to, when this rollout was left before its end. */
  readonly successor?: Successor;
  /** True when it came and went while nobody looked: how far it came is not known. */
  readonly isUnseen?: boolean;
  /** True once the workload went on from this ended rollout to a newer revision: it keeps its verdict. */
  readonly isLeft?: boolean;
  /** The furthest this rollout has come, and when. A pod that flaps cannot move it, so it cannot postpone a deadline. */
  readonly progress?: Progress;
  /** `lastUpdateTime` of a ProgressDeadlineExceeded that was there before this rollout began, and says nothing of it. */
  readonly staleDeadlineAt?: number;
}

export type VerdictKind = 'succeeded' | 'failed' | 'rolled-back' | 'superseded' | 'timed-out';

export interface Verdict {
  readonly kind: VerdictKind;
  readonly at: number;
}

/** One version of one service reaching one environment, by one or more rollouts. It always ends in a verdict. */
export interface Release {
  readonly environment: string;
  readonly startedAt: number;
  readonly rollouts: readonly Rollout[];
  readonly verdict?: Verdict;
}

/**
 * Why a reply is not posted. What a mute or quiet hours hold back may still be told; what a digest told, and what came
 * to its end before it could be told, will not.
 */
export type Hold =
  | { readonly by: 'mute' }
  | { readonly by: 'quiet-hours'; readonly until: number }
  | { readonly by: 'digest'; readonly digest: string }
  | { readonly by: 'over' };

/** A reply in the card's thread: what must ping, because edits of a message notify nobody. */
export interface Notice {
  /** Unique within the card. */
  readonly key: string;
  readonly kind:
    | 'failing'
    | 'left'
    | 'approval-needed'
    | 'glass-broken'
    | 'rollback-announced'
    | 'rolled-back'
    | 'rollback-failed'
    | 'flux-resumes'
    | 'flux-stays-suspended'
    | 'build-failed';
  readonly environment?: string;
  /** `workloadKey` of the rollout it speaks of; absent for a build. */
  readonly workload?: string;
  readonly at: number;
  /** Absent once it is told. */
  readonly held?: Hold;
}

/** How a rollout was matched to a build: the card says which. */
export type Correlation = 'digest' | 'image' | 'commit';

/** What makes a card an alert: a problem that began with no release in flight. */
export interface Alert {
  /** When the version that has the problem was last seen healthy, or went live; absent when nobody saw it. */
  readonly liveSince?: number;
  /** The alert itself is not shown: its service is muted, or a digest tells of it. */
  readonly isWithheld?: true;
}

/** The one Slack message that follows a version: its build, and its releases while the card is fresh. */
export interface Card {
  readonly id: string;
  readonly owner: Ownership;
  readonly version: Version;
  readonly openedAt: number;
  readonly build?: Build;
  readonly correlation?: Correlation;
  /** Present on an alert, which has one release with one rollout: the one that is live and in trouble. */
  readonly alert?: Alert;
  readonly releases: readonly Release[];
  readonly notices: readonly Notice[];
  /** Those in force, of the card and of its service; absent when there are none. */
  readonly mutes?: readonly Mute[];
}
