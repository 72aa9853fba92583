import { problemKey } from '../problem/problem.ts';
import { workloadKey } from '../rollout/workload.ts';
import type { Card, Rollout, TrackedProblem } from './card.ts';
import { isInTrouble } from './follow-rollout.ts';
import { rolloutsOf } from './settle-card.ts';

/**
 * What a change of a card is to the people who read it. verdict: a release came to an end, or to another one, or somebody
 * acted: a rollback, a lock, a mute · trouble: something is wrong, and only the card says so · evidence: more about
 * trouble that its thread has told · opened: there was no card · step: a point on the way that everybody knows · counts:
 * numbers merely moved.
 */
export type News = 'verdict' | 'trouble' | 'evidence' | 'opened' | 'step' | 'counts';

export function newsOf(before: Card | undefined, after: Card): News {
  if (before !== undefined && hasGoneUnseen(before, after)) return 'opened';
  if (outcomesOf(after) !== outcomesOf(before)) return 'verdict';
  const fresh = freshTrouble(before, after);
  if (fresh.length > 0) return before !== undefined && areTold(fresh, before, after) ? 'evidence' : 'trouble';
  if (before === undefined) return 'opened';
  const isRead = rolloutsOf(after).some(isInTrouble) || after.releases.some(({ verdict }) => verdict);
  if (isRead && evidenceOf(after) !== evidenceOf(before)) return 'evidence';
  return stepsOf(after) === stepsOf(before) ? 'counts' : 'step';
}

/** It was over before it was known of: what happens now must not wait behind it. */
function hasGoneUnseen(before: Card, after: Card): boolean {
  return (
    rolloutsOf(before).some(({ endedAt }) => endedAt === undefined) &&
    rolloutsOf(after).every(({ isUnseen, endedAt }) => isUnseen === true && endedAt !== undefined)
  );
}

function outcomesOf(card: Card | undefined): string {
  const verdicts = card?.releases.flatMap(({ environment, verdict }) =>
    verdict === undefined ? [] : [[environment, verdict.kind]],
  );
  const rollbacks = rolloutsOf(card).flatMap(({ workload, rollback }) => {
    if (rollback === undefined) return [];
    return [[workloadKey(workload), without(rollback, 'counts')]];
  });
  return JSON.stringify([verdicts ?? [], rollbacks, card?.mutes ?? []]);
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
    problems.map(({ problem, log, reading, recoveredAt }) => [
      problem.probeFailure !== undefined,
      log?.kind === 'log' ? log.tail.lines : log?.kind,
      reading?.files.length,
      recoveredAt !== undefined,
    ]),
  ]);
  return JSON.stringify(evidence);
}

/** Everything but numbers that merely move, so that nothing new on a card is ever taken for one of them. */
function stepsOf(card: Card): string {
  const releases = card.releases.map(({ rollouts, ...release }) => [release, rollouts.map(stepOf)]);
  return JSON.stringify({ ...card, releases });
}

/**
 * A rollout of 300 pods has as many steps as one of 3: begun and half way; its verdict says that it is there. Only of a
 * rollback each pod counts, because somebody watches it.
 */
function stepOf(rollout: Rollout): unknown {
  const { counts, problems, olderTroubles = [] } = rollout;
  const { desired, updatedAvailable } = counts;
  const stage = [updatedAvailable > 0, updatedAvailable * 2 >= desired];
  const rest = without(rollout, 'counts', 'progress', 'message', 'phase', 'problems', 'olderTroubles');
  return [rest, stage, [problems, ...olderTroubles.map((older) => older.problems)].map(reasonsOf)];
}

/** What else is told of a problem moves with its pods, or is evidence. */
function reasonsOf(tracked: readonly TrackedProblem[]): unknown {
  return tracked.map(({ problem, recoveredAt }) => [problemKey(problem), recoveredAt !== undefined]);
}

function without<T extends object>(whole: T, ...keys: readonly (keyof T & string)[]): unknown {
  const left = new Set<string>(keys);
  return Object.fromEntries(Object.entries(whole).filter(([key]) => !left.has(key)));
}

function keyOf({ workload }: Rollout): string {
  return workloadKey(workload);
}
