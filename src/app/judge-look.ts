import { countsAgainstRelease } from '../domain/problem/weight.ts';
import type { Card } from '../domain/release/card.ts';
import { followCard } from '../domain/release/follow-card.ts';
import { isRollbackOf } from '../domain/release/follow-rollback.ts';
import {
  type FollowContext,
  isAtRevision,
  isFollowed,
  settingsOf,
} from '../domain/release/follow-rollout.ts';
import { rolloutsOf } from '../domain/release/settle-card.ts';
import type { WorkloadObservation } from '../domain/rollout/observation.ts';
import { isAborted } from '../domain/rollout/particulars.ts';
import { isPending } from '../domain/rollout/pending-revision.ts';
import { runsToAnEnd, workloadKey } from '../domain/rollout/workload.ts';
import type { WorkloadRecord, WorkloadState } from '../ports.ts';

/** What a look at a workload asks for beside what it changes on the cards that follow the workload. */
export type Asked = 'release' | 'alert' | 'nothing';

/** `isNews`: whether the look shows another revision than was known. */
export function askedBy(
  seen: WorkloadObservation,
  { workload, cards }: Pick<WorkloadState, 'workload' | 'cards'>,
  context: FollowContext,
  isNews: boolean,
): Asked {
  if (isNews && !isShown(cards, seen)) {
    return cards.flatMap(rolloutsOf).some((rollout) => isRollbackOf(rollout, seen)) ? 'nothing' : 'release';
  }
  return workload !== undefined && isUnexplained(seen, cards, context) ? 'alert' : 'nothing';
}

/**
 * Whether applying the look would write nothing. As of the moment of `state` it is applied then: whatever is written
 * after that moment was written after the look.
 */
export function saysNothingNew(
  seen: WorkloadObservation,
  state: WorkloadState,
  context: FollowContext,
): boolean {
  const { workload: known, cards } = state;
  return (
    known !== undefined &&
    isRemembered(seen, known) &&
    askedBy(seen, state, context, isNewRevision(seen, known)) === 'nothing' &&
    cards.every((card) => isHeardOut(card) && isSame(followCard(card, seen, context), card))
  );
}

/** Whether nothing of the card waits to be told: what is silent is judged anew with every look. */
function isHeardOut({ alert, mutes, notices }: Card): boolean {
  return mutes === undefined && alert?.isWithheld !== true && notices.every(({ held }) => held === undefined);
}

function isSame(after: Card, before: Card): boolean {
  return JSON.stringify(after) === JSON.stringify(before);
}

/** Whether a workload has problems and no card that is still followed shows it: else they belong there. */
function isUnexplained(
  seen: WorkloadObservation,
  cards: readonly Card[],
  { now, settings, records }: FollowContext,
): boolean {
  const key = workloadKey(seen.workload);
  // A Job that failed is told of when it fails; it does not begin to fail later.
  if (runsToAnEnd(seen.workload)) return false;
  // What was rolled back by an abort stays the specification, and aborted, until something else is deployed.
  const isBad = records.some(
    ({ revisionUid, verdict }) => revisionUid === seen.revision.revisionUid && verdict === 'bad',
  );
  if (isBad && isAborted(seen.particulars)) return false;
  const followed = cards.flatMap((card) =>
    rolloutsOf(card).filter((rollout) => isFollowed(rollout, now, settingsOf(card, settings))),
  );
  return (
    seen.problems.some(countsAgainstRelease) &&
    followed.every((rollout) => workloadKey(rollout.workload) !== key)
  );
}

export function isNewRevision(seen: WorkloadObservation, known: WorkloadRecord): boolean {
  if (known.uid !== seen.uid) return true;
  // Once the newest of a CronJob's failed Jobs is deleted, the one before it is seen again.
  if (seen.workload.kind === 'CronJob') return seen.revision.number > known.revision;
  return known.revision !== seen.revision.number;
}

/** Whether a card tells of this very revision already: it was seen before its ReplicaSet could be created. */
function isShown(cards: readonly Card[], seen: WorkloadObservation): boolean {
  const key = workloadKey(seen.workload);
  return cards
    .flatMap(rolloutsOf)
    .some((rollout) => workloadKey(rollout.workload) === key && isAtRevision(rollout, seen));
}

/**
 * Whether it says what people must hear of: another revision, an end, a problem. Else the rollout merely goes on, and a
 * later look says as much.
 */
export function isNews(
  seen: WorkloadObservation,
  { workload: known }: Pick<WorkloadState, 'workload'>,
): boolean {
  return (
    known === undefined ||
    isNewRevision(seen, known) ||
    seen.phase !== 'progressing' ||
    seen.problems.some(countsAgainstRelease)
  );
}

export function isRemembered(seen: WorkloadObservation, known: WorkloadRecord): boolean {
  const { uid, revision, deadlineExceededAt } = toRecord(seen);
  return known.uid === uid && known.revision === revision && known.deadlineExceededAt === deadlineExceededAt;
}

/** What is remembered of the workload once the look is applied. */
export function toRecord({
  workload,
  uid,
  revision,
  deadlineExceededAt,
}: WorkloadObservation): WorkloadRecord {
  return {
    workload: workloadKey(workload),
    uid,
    // What does not exist is not what was last seen.
    revision: isPending(revision) ? revision.number - 1 : revision.number,
    ...(deadlineExceededAt === undefined ? {} : { deadlineExceededAt }),
  };
}
