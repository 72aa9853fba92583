import type { WorkloadObservation } from '../rollout/observation.ts';
import { runsToAnEnd, workloadKey } from '../rollout/workload.ts';
import type { Card, Rollout } from './card.ts';
import {
  failRollback,
  followAbort,
  followResumption,
  followRollback,
  isRollbackOf,
  isRollingBack,
  supersede,
} from './follow-rollback.ts';
import {
  type FollowContext,
  followRollout,
  isAtRevision,
  isFollowed,
  isOver,
  settingsOf,
} from './follow-rollout.ts';
import { settleCard } from './settle-card.ts';

/** Applies one look at a workload to every rollout of it on the card. */
export function followCard(card: Card, seen: WorkloadObservation, general: FollowContext): Card {
  const context = { ...general, settings: settingsOf(card, general.settings) };
  const key = workloadKey(seen.workload);
  const next = mapRollouts(card, (rollout) =>
    workloadKey(rollout.workload) === key
      ? followResumption(follow(rollout, seen, context), seen, context.now)
      : rollout,
  );
  return settleCard(next, card, context.now);
}

/** The workload is gone; what was on its way to it ends. Without a uid nothing of that name is there any more. */
export function endCard(card: Card, key: string, uid: string | undefined, now: number): Card {
  const next = mapRollouts(card, (rollout) => {
    const isAffected =
      workloadKey(rollout.workload) === key && (uid === undefined || rollout.workloadUid === uid);
    if (!isAffected || isOver(rollout)) return rollout;
    const ended: Rollout = isDone(rollout) ? rollout : { ...rollout, status: 'deleted', endedAt: now };
    return isRollingBack(rollout) ? failRollback(ended, { kind: 'workload-gone' }, now) : ended;
  });
  return settleCard(next, card, now);
}

/** A Job is deleted once it has ended, whichever way: that says nothing more of it. */
function isDone({ status, workload, endedAt }: Rollout): boolean {
  if (status === 'complete' || status === 'partition-complete') return true;
  return runsToAnEnd(workload) && endedAt !== undefined;
}

export function mapRollouts(card: Card, change: (rollout: Rollout) => Rollout): Card {
  return {
    ...card,
    releases: card.releases.map((release) => ({ ...release, rollouts: release.rollouts.map(change) })),
  };
}

function follow(rollout: Rollout, seen: WorkloadObservation, context: FollowContext): Rollout {
  if (!isFollowed(rollout, context.now, context.settings)) return rollout;

  const isMeant = isAtRevision(rollout, seen) || isRollbackOf(rollout, seen);
  // It came to be after all, and nobody saw what became of it.
  if (seen.isPast === true && isMeant) return rollout;
  if (isAtRevision(rollout, seen)) {
    return followAbort(followRollout(rollout, seen, context), seen, context);
  }
  if (isRollbackOf(rollout, seen)) return followRollback(rollout, seen, context);
  // What came to an end before a newer revision came keeps its verdict: it did succeed, or it did fail.
  if (rollout.endedAt !== undefined && !isRollingBack(rollout)) return { ...rollout, isLeft: true };
  return supersede(rollout, seen, context);
}
