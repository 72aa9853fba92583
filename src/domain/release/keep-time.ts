import { endCountdown } from '../rollback/automatic.ts';
import { isUnderWay } from '../rollback/rollback.ts';
import { giveUpRun, runDeadlineAt } from '../rollback/run-deadline.ts';
import { runsToAnEnd } from '../rollout/workload.ts';
import type { Card, Rollout } from './card.ts';
import { mapRollouts } from './follow-card.ts';
import { type FollowSettings, finish, isOver, settingsOf, watchEndsAt } from './follow-rollout.ts';
import { statusOf } from './rollout-status.ts';
import { rolloutsOf, settleCard } from './settle-card.ts';
import { recoverProblems, recoversAt } from './track-problems.ts';

/** Applies the clock alone: deadlines are Shipmate's own, because a flapping Deployment never reaches its own. */
export function keepTime(card: Card, now: number, general: FollowSettings): Card {
  const settings = settingsOf(card, general);
  const next = mapRollouts(card, (each) => {
    if (isSettled(each)) return each;
    const rollout = recover(each, now, settings);
    const deadline = deadlineAt(rollout, settings);
    return deadline === undefined || now < deadline ? rollout : giveUp(rollout, now, settings);
  });
  return settleCard(next, card, now);
}

/** When the clock next changes the card, or ends its watch; undefined when it never does. */
export function dueAt(card: Card, general: FollowSettings): number | undefined {
  const settings = settingsOf(card, general);
  const times = rolloutsOf(card).flatMap((rollout) => {
    if (isSettled(rollout)) return [];
    const times = [
      deadlineAt(rollout, settings) ?? watchEndsAt(rollout, settings),
      ...rollout.problems.map((each) => recoversAt(each, settings)),
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
  const { phase } = rollout;
  const problems = recoverProblems(rollout.problems, now, settings);
  if (phase === undefined || problems === rollout.problems) return rollout;
  const status = statusOf({ phase, problems, previous: rollout.status }, settings);
  return finish({ ...rollout, problems, status }, rollout, now);
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
