import type { PodCounts, Revision } from '../rollout/observation.ts';
import type { WorkloadReference } from '../rollout/workload.ts';
import type { Candidate } from './candidate.ts';
import type { Manager } from './manager.ts';
import type { RollbackFailure } from './rollback-failure.ts';
import type { Suspension } from './suspension.ts';
import type { WayBack, WayBackKind } from './way-back.ts';

/**
 * What a card offers for a bad rollout. The button carries only `id`; everything else stays here, is checked
 * when the button is pressed, and once more when the plan runs.
 */
export type RollbackOffer =
  | {
      readonly kind: 'way-back';
      /** Opaque and unguessable: the value of the button. */
      readonly id: string;
      /** The revision to leave; if another one is current, the offer is stale. */
      readonly from: number;
      readonly way: WayBack;
      /** Where the button goes; a person may choose another of the candidates. */
      readonly target: Candidate;
      /** Newest first, the target among them, those marked bad too. */
      readonly candidates: readonly Candidate[];
      /** Of the offer before the way back changed: its button may still be on somebody's screen. */
      readonly formerId?: string;
    }
  | {
      readonly kind: 'managed';
      readonly manager: Exclude<Manager, { kind: 'none' }>;
      readonly because?: ManagedBecause;
      /** Of the way back that was offered before the manager came: its button may still be on somebody's screen. */
      readonly formerId?: string;
    }
  | { readonly kind: 'nothing-earlier' }
  /** Nothing of the version exists: what ran before goes on. */
  | { readonly kind: 'not-begun' }
  /** Shipmate cannot take this kind back by itself. */
  | { readonly kind: 'unsupported-kind'; readonly workload: WorkloadReference };

/**
 * Why there is no way back through a manager, where that is known: it applies what it follows by itself, its history
 * holds no earlier version, or its own object is not to be seen in the workload's cluster.
 */
export type ManagedBecause = 'syncs-itself' | 'no-entry' | 'unseen';

export interface Person {
  readonly userId: string;
  /** As shown to people: the Slack display name. */
  readonly name: string;
}

/**
 * announced: Shipmate will act by itself unless somebody stops it · requested: waits for a second person · approved: accepted and stored, to be carried out · running: it was carried
 * out, and the workload is on its way · done: healthy on the target · refused: the second person said no · expired:
 * nobody said anything in time.
 */
export type RollbackStatus =
  | 'announced'
  | 'requested'
  | 'approved'
  | 'running'
  | 'done'
  | 'failed'
  | 'refused'
  | 'expired';

/** The second person's word. */
export interface Approval {
  readonly by: Person;
  readonly at: number;
}

/** What a way back waits for, such as a merge; `api-server` when it stopped half way because nothing answered. */
export interface Waiting {
  readonly for: 'merge' | 'reconciler' | 'release-tool' | 'api-server';
  readonly since: number;
  /** Where a person sees it, such as the pull request. */
  readonly url?: string;
  /** What has to happen first, as far as it is known: `GitHub says “…”`. Untrusted text. */
  readonly said?: string;
}

/** How a lock came to its end: by a person, or by time. */
export interface LockEnd {
  readonly at: number;
  readonly by?: Person;
}

/** Automatic releases wait since a rollback began. */
export interface RollbackLock {
  readonly at: number;
  readonly until: number;
  readonly ended?: LockEnd;
}

/** One rollback that a person confirmed: a stored state machine, shown on the card of the version it leaves. */
export interface RollbackRun {
  readonly offerId: string;
  readonly by: Person;
  /** What the person gave as the reason; untrusted text. */
  readonly reason?: string;
  readonly way: WayBack;
  readonly target: Revision;
  readonly targetLabel: string;
  readonly requestedAt: number;
  /** When Shipmate acts by itself; of an announced one only. */
  readonly actsAt?: number;
  readonly status: RollbackStatus;
  /** Who agreed, or said no, where a second person was needed. */
  readonly approval?: Approval;
  /** True when the person went ahead without the second one; the owners are called. */
  readonly isBreakGlass?: boolean;
  /** True when pods that do not get ready are deleted, because a StatefulSet waits for them. */
  readonly deletesStuckPods?: boolean;
  /** When its executor was first asked; from then on it may have acted. */
  readonly askedAt?: number;
  readonly waiting?: Waiting;
  /** Where a person sees what it did elsewhere, such as the pull request; it outlasts the wait for it. */
  readonly url?: string;
  /** When the workload began to go back. */
  readonly startedAt?: number;
  /** When all steps of a way that has several were done; the workload may be back before. */
  readonly throughAt?: number;
  /** The new number of the target's revision, once the controller has given it. */
  readonly revision?: number;
  readonly counts?: PodCounts;
  readonly endedAt?: number;
  readonly failure?: RollbackFailure;
  /** What holds automatic releases back; absent when none is configured, or nothing was changed. */
  readonly lock?: RollbackLock;
  /** Of Flux, for a way that suspends it. */
  readonly suspension?: Suspension;
  /** The version that came before anybody agreed. */
  readonly overtakenBy?: string;
}

const ended: ReadonlySet<RollbackStatus> = new Set(['failed', 'refused', 'expired']);

/** Whether it came to nothing, so that another may be asked for. */
export function cameToNothing({ status }: Pick<RollbackRun, 'status'>): boolean {
  return ended.has(status);
}

/** Whether it is on its way, the wait for a second person included. */
export function isUnderWay({ status }: Pick<RollbackRun, 'status'>): boolean {
  return isHeld({ status }) || status === 'approved' || status === 'running';
}

/** Ways of several steps: what was begun is seen through, or it would be left in the middle. */
const inSteps: ReadonlySet<WayBackKind> = new Set(['helm']);

export function hasSteps({ way }: Pick<RollbackRun, 'way'>): boolean {
  return inSteps.has(way.kind);
}

/** Whether its executor is to be asked: to carry it out, how far it is, or to do what is left. */
export function isOwed({ status, waiting, way, throughAt }: RollbackRun): boolean {
  if (status === 'approved') return true;
  if (status === 'running' && waiting !== undefined) return true;
  const isSeenBack = status === 'running' || status === 'done';
  return isSeenBack && hasSteps({ way }) && throughAt === undefined;
}

/** Whether Shipmate goes back by itself: nobody asked for it. */
export function isOwnAccord({ by }: Pick<RollbackRun, 'by'>): boolean {
  return by.userId === '';
}

/** Whether nothing is done yet, because of a countdown or for want of a second person. */
export function isHeld({ status }: Pick<RollbackRun, 'status'>): boolean {
  return status === 'announced' || status === 'requested';
}
