import { endCountdown } from '../rollback/automatic.ts';
import { isUnderWay } from '../rollback/rollback.ts';
import { giveUpRun, runDeadlineAt } from '../rollback/run-deadline.ts';
import { suspensionDueAt, suspensionWatchedUntil } from '../rollback/suspension.ts';
import { runsToAnEnd } from '../rollout/workload.ts';
import type { Card, Rollout } from './card.ts';
import { mapRollouts } from './follow-card.ts';
import { type FollowSettings, finish, isOver, settingsOf, watchEndsAt } from './follow-rollout.ts';
import { statusOf } from './rollout-status.ts';
import { rolloutsOf, settleCard } from './settle-card.ts';
import { olderRecoversAt, recoverOlder } from './track-older.ts';
import { recoverProblems, recoversAt } from './track-problems.ts';

/** How far the looks at a cluster reach, in epoch milliseconds: of what came after that nothing is known. */
export type SeenUntil = (cluster: string) => number;

/**
 * Applies the clock alone: deadlines are Shipmate's own, because a flapping Deployment never reaches its own. While
 * nobody looks at a cluster, nothing in it is too late: it may have arrived unseen.
 */
export function keepTime(
  card: Card,
  now: number,
  general: FollowSettings,
  seenUntil: SeenUntil = () => now,
): Card {
  const settings = settingsOf(card, general);
  const next = mapRollouts(card, (each) => {
    if (isSettled(each)) return each;
    const rollout = recover(each, now, settings);
    const deadline = deadlineAt(rollout, settings);
    const judgedAt = isSeenInCluster(rollout) ? Math.min(now, seenUntil(rollout.workload.cluster)) : now;
    return deadline === undefined || judgedAt < deadline ? rollout : giveUp(rollout, now, settings);
  });
  return settleCard(next, card, now);
}

/** Whether it is in the cluster that one would see it arrive in time: a word of a person or of a tool is not. */
function isSeenInCluster({ rollback }: Rollout): boolean {
  if (rollback === undefined || !isUnderWay(rollback)) return true;
  return rollback.status !== 'requested' && rollback.waiting === undefined;
}

/**
 * When the clock next changes the card, or ends its watch; undefined when it never does. The end of a watch that is over
 * by `now` changes nothing any more.
 */
export function dueAt(
  card: Card,
  general: FollowSettings,
  now = Number.NEGATIVE_INFINITY,
): number | undefined {
  const settings = settingsOf(card, general);
  const toCome = (at: number | undefined) =>
    at === undefined || at < now || at === Number.POSITIVE_INFINITY ? undefined : at;
  const times = rolloutsOf(card).flatMap((rollout) => {
    const { suspension } = rollout.rollback ?? {};
    const suspended = [suspensionDueAt(suspension), toCome(suspensionWatchedUntil(suspension))];
    if (isSettled(rollout)) return suspended.filter((at) => at !== undefined);
    const times = [
      ...suspended,
      deadlineAt(rollout, settings) ?? toCome(watchEndsAt(rollout, settings)),
      ...rollout.problems.map((each) => recoversAt(each, settings)),
      ...olderRecoversAt(rollout, settings),
    ];
    return times.filter((at) => at !== undefined);
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

/** What the workload went on from keeps its verdict, whatever time does. */
function isSettled(rollout: Rollout): boolean {
  return isOver(rollout) || rollout.isLeft === true;
}

/** Problems that have stayed away for long enough are over, and the status follows. */
function recover(rollout: Rollout, now: number, settings: FollowSettings): Rollout {
  const { olderTroubles: _, ...rest } = rollout;
  const next: Rollout = { ...rest, ...recoverOlder(rollout, now, settings) };
  const { phase } = rollout;
  const problems = recoverProblems(rollout.problems, now, settings);
  if (phase === undefined || problems === rollout.problems) return next;
  const status = statusOf({ phase, problems, previous: rollout.status }, settings);
  return finish({ ...next, problems, status }, rollout, now);
}

function deadlineAt(rollout: Rollout, settings: FollowSettings): number | undefined {
  const { rollback } = rollout;
  if (rollback !== undefined && isUnderWay(rollback)) return runDeadlineAt(rollback, settings);
  if (rollout.status !== 'progressing' && rollout.status !== 'failing') return undefined;
  // A Job takes as long as its work; how long it may take is its own `activeDeadlineSeconds`.
  if (runsToAnEnd(rollout.workload) && rollout.status === 'progressing') return undefined;
  return (rollout.progress?.at ?? rollout.startedAt) + settings.deadlineMs;
}

function giveUp(rollout: Rollout, now: number, settings: FollowSettings): Rollout {
  const { rollback } = rollout;
  if (rollback?.status === 'announced') {
    return { ...rollout, rollback: endCountdown(rollback, rollout, now) };
  }
  if (rollback !== undefined && isUnderWay(rollback)) {
    return { ...rollout, rollback: giveUpRun(rollback, now, settings) };
  }
  const status = rollout.status === 'failing' ? 'failed' : 'timed-out';
  return finish({ ...rollout, status }, rollout, now);
}
