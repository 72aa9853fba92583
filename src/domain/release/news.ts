import { problemKey } from '../problem/problem.ts';
import { workloadKey } from '../rollout/workload.ts';
import type { Card, Rollout } from './card.ts';
import { isInTrouble } from './follow-rollout.ts';
import { rolloutsOf } from './settle-card.ts';

/**
 * What a change of a card is to the people who read it. verdict: a release or a rollback came to an end, or to another
 * one · trouble: something is wrong, and only the card says so · evidence: more about trouble that its thread has told
 * · opened: there was no card · step: a point on the way that everybody knows · counts: numbers merely moved.
 */
export type News = 'verdict' | 'trouble' | 'evidence' | 'opened' | 'step' | 'counts';

export function newsOf(before: Card | undefined, after: Card): News {
  if (outcomesOf(after) !== outcomesOf(before)) return 'verdict';
  const fresh = freshTrouble(before, after);
  if (fresh.length > 0) return before !== undefined && areTold(fresh, before, after) ? 'evidence' : 'trouble';
  if (before === undefined) return 'opened';
  if (deedsOf(after) !== deedsOf(before)) return 'evidence';
  const isRead = rolloutsOf(after).some(isInTrouble) || after.releases.some(({ verdict }) => verdict);
  if (isRead && evidenceOf(after) !== evidenceOf(before)) return 'evidence';
  return stepsOf(after) === stepsOf(before) ? 'counts' : 'step';
}

function outcomesOf(card: Card | undefined): string {
  const verdicts = card?.releases.flatMap(({ environment, verdict }) =>
    verdict === undefined ? [] : [[environment, verdict.kind]],
  );
  const rollbacks = rolloutsOf(card).flatMap(({ workload, rollback }) =>
    rollback === undefined ? [] : [[workloadKey(workload), rollback.requestedAt, rollback.status]],
  );
  return JSON.stringify([verdicts ?? [], rollbacks]);
}

/** What somebody did who looks now whether it did anything: muted, agreed, let releases go on. */
function deedsOf({ mutes, ...card }: Card): string {
  const rollbacks = card.releases.flatMap(({ rollouts }) =>
    rollouts.map(({ rollback }) => (rollback === undefined ? undefined : { ...rollback, counts: undefined })),
  );
  return JSON.stringify([mutes, rollbacks]);
}

/** Workloads that were not in trouble before. */
function freshTrouble(before: Card | undefined, after: Card): readonly string[] {
  const known = new Set(rolloutsOf(before).filter(isInTrouble).map(keyOf));
  return rolloutsOf(after)
    .filter(isInTrouble)
    .map(keyOf)
    .filter((key) => !known.has(key));
}

/** Who falls back into trouble soon after pings no second time: then the card is the only one to say it. */
function areTold(workloads: readonly string[], before: Card, after: Card): boolean {
  const told = after.notices
    .filter(({ kind, held }) => kind === 'failing' && (held === undefined || held.by === 'digest'))
    .filter(({ key }) => !before.notices.some((notice) => notice.key === key))
    .map(({ workload }) => workload);
  return workloads.every((workload) => told.includes(workload));
}

function evidenceOf(card: Card): string {
  const evidence = rolloutsOf(card).map(({ status, problems }) => [
    status,
    problems.map(({ problem, log, recoveredAt }) => [
      problem.probeFailure !== undefined,
      log !== undefined,
      recoveredAt !== undefined,
    ]),
  ]);
  return JSON.stringify(evidence);
}

function stepsOf(card: Card): string {
  return JSON.stringify([card.build, rolloutsOf(card).map(stepOf)]);
}

/** A rollout of 300 pods has as many steps as one of 3: begun, half way, all there. */
function stepOf(rollout: Rollout): unknown {
  const { status, counts, particulars, rollback, successor, problems, olderTroubles = [] } = rollout;
  const { desired, updatedAvailable } = counts;
  const isHalfWay = updatedAvailable * 2 >= desired;
  const stage = [updatedAvailable > 0, isHalfWay, updatedAvailable >= desired];
  // Somebody who has rolled back watches each pod.
  const said = [problems, ...olderTroubles.map((older) => older.problems)].map((tracked) =>
    tracked.map(({ problem, recoveredAt }) => [problemKey(problem), recoveredAt !== undefined]),
  );
  return [status, stage, particulars, rollback?.counts, successor, said];
}

function keyOf({ workload }: Rollout): string {
  return workloadKey(workload);
}
