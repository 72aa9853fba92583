import { type Problem, problemKey } from '../problem/problem.ts';
import type { ChooseWay } from '../rollback/choose-way.ts';
import { isSameWay } from '../rollback/is-same-way.ts';
import { offerRollback } from '../rollback/offer-rollback.ts';
import type { RevisionRecord } from '../rollback/revision-record.ts';
import { isUnderWay, type RollbackOffer } from '../rollback/rollback.ts';
import type { Phase, WorkloadObservation } from '../rollout/observation.ts';
import { isAborted } from '../rollout/particulars.ts';
import { isPending } from '../rollout/pending-revision.ts';
import { runsToAnEnd } from '../rollout/workload.ts';
import type { Card, Progress, Rollout, RolloutStatus } from './card.ts';
import { withoutOwnAbort } from './follow-rollback.ts';
import { whatChanged } from './open-rollout.ts';
import { statusOf } from './rollout-status.ts';
import { trackOlder } from './track-older.ts';
import { type RecoverySettings, trackFailedJob, trackProblems } from './track-problems.ts';

export interface FollowSettings extends RecoverySettings {
  /** How long a rollout may go without coming further before Shipmate gives it up, in milliseconds. */
  readonly deadlineMs: number;
  /** How long a complete rollout stays under watch, in milliseconds. */
  readonly watchAfterSuccessMs: number;
  /** Restarts of one container after which failing becomes failed. */
  readonly failAfterRestarts: number;
  /** How long a rollback waits for a second person, in milliseconds. */
  readonly approvalMs: number;
  /** How long a rollback waits for a merge, a reconciler or a release tool, in milliseconds. */
  readonly waitMs: number;
}

export interface FollowContext {
  readonly now: number;
  readonly service: string;
  readonly settings: FollowSettings;
  readonly records: readonly RevisionRecord[];
  /** For the offer's button, should there be one. */
  readonly newId: string;
  readonly chooseWay: ChooseWay;
}

/** What comes and goes is one alert, however short a release is watched after it succeeded. */
const leastWatchOfAlert = 15 * 60_000;

/** The settings as they are for this card. */
export function settingsOf({ alert }: Pick<Card, 'alert'>, settings: FollowSettings): FollowSettings {
  return alert === undefined || settings.watchAfterSuccessMs >= leastWatchOfAlert
    ? settings
    : { ...settings, watchAfterSuccessMs: leastWatchOfAlert };
}

const bad: ReadonlySet<RolloutStatus> = new Set(['failing', 'failed', 'timed-out']);

/** Whether people should be told that this rollout is in trouble. */
export function isInTrouble(rollout: Pick<Rollout, 'status'>): boolean {
  return bad.has(rollout.status);
}

/** Whether nothing that is seen of this revision can change the rollout any more. */
export function isOver(rollout: Pick<Rollout, 'status'>): boolean {
  return rollout.status === 'superseded' || rollout.status === 'rolled-back' || rollout.status === 'deleted';
}

/** Whether looks at the workload can still change this rollout. */
export function isFollowed(rollout: Rollout, now: number, settings: FollowSettings): boolean {
  if (isOver(rollout) || rollout.isLeft === true) return false;
  // One that waits for a merge may outlast the trouble and the watch, and its arrival is told here or nowhere.
  if (rollout.rollback !== undefined && isUnderWay(rollout.rollback)) return true;
  const watchEnds = watchEndsAt(rollout, settings);
  return watchEnds === undefined || now <= watchEnds;
}

/** When a complete rollout has stood long enough to be left alone; undefined for any other. */
export function watchEndsAt(rollout: Rollout, settings: FollowSettings): number | undefined {
  if (rollout.status !== 'complete' || rollout.endedAt === undefined || rollout.isLeft === true)
    return undefined;
  return rollout.endedAt + settings.watchAfterSuccessMs;
}

/** Whether a look shows the revision of this rollout. */
export function isAtRevision({ workloadUid, revision }: Rollout, seen: WorkloadObservation): boolean {
  const isSame = seen.uid === workloadUid && seen.revision.number === revision.number;
  // The number of one that could not be created is taken by whatever can be.
  return isSame && (!isPending(revision) || whatChanged(seen.revision, revision) === 'configuration');
}

/** Applies one look at the workload, at this rollout's own revision. */
export function followRollout(rollout: Rollout, seen: WorkloadObservation, context: FollowContext): Rollout {
  const { now, settings, service } = context;
  const phase = phaseOf(rollout, seen);
  const hasFailedForGood = phase === 'failed' && runsToAnEnd(rollout.workload);
  const problems = hasFailedForGood
    ? trackFailedJob(rollout.problems, seen.problems, now)
    : trackProblems(rollout.problems, shownProblems(rollout, seen), { ...settings, phase, now });
  const previous = isRetried(rollout, seen) ? 'progressing' : rollout.status;
  const status = statusOf({ phase, problems, previous }, settings);
  // Once complete, counts move with autoscalers and node drains, which are no news of the release.
  const isFrozen = rollout.status === 'complete' && status === 'complete';
  const { olderTroubles: _, ...rest } = rollout;
  return finish(
    {
      ...rest,
      // One that could not be created at first has a name and a uid by now.
      revision: seen.revision,
      status,
      phase,
      problems,
      ...trackOlder(rollout, seen.olderTroubles, { ...settings, phase, now, service }),
      message: status === 'complete' ? '' : seen.message,
      counts: isFrozen ? rollout.counts : seen.counts,
      ...(seen.particulars === undefined ? {} : { particulars: seen.particulars }),
      progress: progressed(rollout, seen, status, now),
      ...renewOffer(rollout, seen, context),
    },
    rollout,
    now,
  );
}

/**
 * Made before there is trouble, because the clock alone can bring it, and kept from then on, unless the way back has
 * become another one: somebody else has come to manage the workload, or a canary is through.
 */
function renewOffer(
  { offer, rollback }: Rollout,
  seen: WorkloadObservation,
  context: FollowContext,
): { readonly offer?: RollbackOffer } {
  if (offer === undefined || offer.kind === 'not-begun') return { offer: offerRollback(seen, context) };
  // What was asked for is carried out as it was asked for, or not at all.
  if (rollback !== undefined && isUnderWay(rollback)) return {};
  if (offer.kind === 'way-back' && isSameWay(offer.way, context.chooseWay(seen))) return {};
  const next = offerRollback(seen, context);
  if (next.kind !== 'way-back' && isSameReason(offer, next)) return {};
  const former = formerIdOf(offer);
  const takesFormer = next.kind === 'way-back' || next.kind === 'managed';
  return { offer: takesFormer && former !== undefined ? { ...next, formerId: former } : next };
}

/** Whether there is no way back still, for the same reason; a manager is one whatever it is called. */
function isSameReason(offer: RollbackOffer, next: RollbackOffer): boolean {
  if (offer.kind !== 'managed' || next.kind !== 'managed') return offer.kind === next.kind;
  const isKnown = ({ manager }: typeof offer) => manager.kind !== 'not-known-yet';
  return offer.because === next.because && isKnown(offer) === isKnown(next);
}

function formerIdOf(offer: RollbackOffer): string | undefined {
  if (offer.kind === 'way-back') return offer.id;
  return offer.kind === 'managed' ? offer.formerId : undefined;
}

/** A deadline that was exceeded before this revision says nothing of it. */
function phaseOf(rollout: Rollout, seen: WorkloadObservation): Phase {
  const isStale =
    seen.deadlineExceededAt !== undefined && seen.deadlineExceededAt === rollout.staleDeadlineAt;
  if (seen.phase === 'complete' && isSilenced(rollout, seen)) return 'progressing';
  return seen.phase === 'failed' && isStale ? 'progressing' : seen.phase;
}

/** Scaled to 0 while in trouble: that no pod fails any more does not make it a version that works. */
function isSilenced(rollout: Rollout, { counts }: WorkloadObservation): boolean {
  return counts.desired === 0 && isInTrouble(rollout) && !runsToAnEnd(rollout.workload);
}

/** Where no pod is to run, nothing can show that a problem is over. */
function shownProblems(rollout: Rollout, seen: WorkloadObservation): readonly Problem[] {
  const shown = withoutOwnAbort(rollout, seen);
  if (!isSilenced(rollout, seen)) return shown;
  const keys = new Set(shown.map(problemKey));
  const lasting = rollout.problems.filter(({ recoveredAt }) => recoveredAt === undefined);
  return [...shown, ...lasting.map((each) => each.problem).filter((each) => !keys.has(problemKey(each)))];
}

const onTheWay: ReadonlySet<RolloutStatus> = new Set([
  'progressing',
  'paused',
  'waiting-for-deletes',
  'failing',
]);

/** Trouble after a standstill that is meant to be, or after a success, has the whole deadline before it. */
const atRest: ReadonlySet<RolloutStatus> = new Set([
  'paused',
  'waiting-for-deletes',
  'partition-complete',
  'complete',
]);

/** Puts the end on a rollout that came to one, and takes it off one that moves again. */
export function finish(next: Rollout, before: Rollout, now: number): Rollout {
  const { endedAt, ...rest } = next;
  if (onTheWay.has(next.status)) return rest;
  return { ...rest, endedAt: next.status === before.status && endedAt !== undefined ? endedAt : now };
}

function progressed(
  rollout: Rollout,
  seen: WorkloadObservation,
  status: RolloutStatus,
  now: number,
): Progress {
  const best = rollout.progress;
  const { counts } = seen;
  // What stays at rest has no deadline, and a look at it says nothing new.
  const hasLeftRest = atRest.has(rollout.status) && status !== rollout.status;
  const isResumed = hasLeftRest || isAtLaterStep(rollout, seen) || isRetried(rollout, seen);
  if (best === undefined) {
    const { updated, updatedAvailable, old } = counts;
    return { at: rollout.startedAt, updated, updatedAvailable, old };
  }
  const next = {
    updated: Math.max(best.updated, counts.updated),
    updatedAvailable: Math.max(best.updatedAvailable, counts.updatedAvailable),
    old: Math.min(best.old, counts.old),
  };
  const isFurther =
    next.updated > best.updated || next.updatedAvailable > best.updatedAvailable || next.old < best.old;
  return { at: isFurther || isResumed ? now : best.at, ...next };
}

/** An abort was taken back: the rollout begins again, whatever was thought of it. */
function isRetried({ particulars: before }: Rollout, { particulars: now }: WorkloadObservation): boolean {
  return isAborted(before) && now !== undefined && !isAborted(now);
}

/** A step of a canary moves traffic, and need not move a pod. */
function isAtLaterStep({ particulars: before }: Rollout, { particulars: now }: WorkloadObservation): boolean {
  return before?.kind === 'canary' && now?.kind === 'canary' && now.step > before.step;
}
