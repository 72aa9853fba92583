import { type Problem, type ProblemReason, problemKey } from '../problem/problem.ts';
import type { Phase } from '../rollout/observation.ts';
import type { TrackedProblem } from './card.ts';

export interface RecoverySettings {
  /**
   * How long a problem must stay away to be over, in milliseconds. Without a readiness probe a container counts as
   * ready whenever it runs between two crashes, and ErrImagePull takes turns with reasons that say less.
   */
  readonly recoverAfterMs: number;
}

interface Look extends RecoverySettings {
  readonly phase: Phase;
  readonly now: number;
}

/** Reasons that look well in between. */
const comesAndGoes: ReadonlySet<ProblemReason> = new Set(['CrashLoopBackOff', 'OOMKilled']);

/** What is so or is not: a pod that is in the way, a word of the controller that it has taken back. */
const endsAtOnce: ReadonlySet<ProblemReason> = new Set(['BlockedByPod', 'RolloutAborted', 'InvalidSpec']);

/** Merges what a look shows into what is remembered. */
export function trackProblems(
  tracked: readonly TrackedProblem[],
  seen: readonly Problem[],
  look: Look,
): readonly TrackedProblem[] {
  const current = new Map(seen.map((problem) => [problemKey(problem), problem]));
  const followed = tracked.map((each): TrackedProblem => {
    const problem = current.get(problemKey(each.problem));
    return problem === undefined ? miss(each, look) : meet(each, problem);
  });
  return [...recoverProblems(followed, look.now, look), ...newProblems(tracked, seen, look.now)];
}

/**
 * The same for a Job that has failed. That does not pass, so what was seen of it stands, whatever becomes of its pods;
 * that none is left to say why is told only where none ever said it.
 */
export function trackFailedJob(
  tracked: readonly TrackedProblem[],
  seen: readonly Problem[],
  now: number,
): readonly TrackedProblem[] {
  const isKnown = tracked.some(({ recoveredAt }) => recoveredAt === undefined);
  const told = seen.filter((problem) => !isBareFailure(problem) || !isKnown);
  const current = new Map(told.map((problem) => [problemKey(problem), problem]));
  const isExplained = told.some(({ container }) => container !== '');
  const kept = isExplained ? tracked.filter(({ problem }) => !isBareFailure(problem)) : tracked;
  const followed = kept.map((each) => {
    const problem = current.get(problemKey(each.problem));
    return problem === undefined ? each : meet(each, problem);
  });
  return [...followed, ...newProblems(kept, told, now)];
}

/** The word of the controller alone: no pod says why. */
function isBareFailure({ reason, container }: Problem): boolean {
  return reason === 'JobFailed' && container === '';
}

function newProblems(
  tracked: readonly TrackedProblem[],
  seen: readonly Problem[],
  now: number,
): readonly TrackedProblem[] {
  const known = new Set(tracked.map(({ problem }) => problemKey(problem)));
  return seen
    .filter((problem) => !known.has(problemKey(problem)))
    .map((problem) => ({ problem, firstSeenAt: now }));
}

/** Ends problems that have stayed away for long enough; the same array when there is none. */
export function recoverProblems(
  tracked: readonly TrackedProblem[],
  now: number,
  settings: RecoverySettings,
): readonly TrackedProblem[] {
  const isOver = (each: TrackedProblem) => now >= (recoversAt(each, settings) ?? Number.POSITIVE_INFINITY);
  return tracked.some(isOver)
    ? tracked.map((each) => (isOver(each) ? { ...each, recoveredAt: now } : each))
    : tracked;
}

/** When a problem that is absent is over; undefined while it is there, and once it is over. */
export function recoversAt(
  { absentSince, recoveredAt }: TrackedProblem,
  { recoverAfterMs }: RecoverySettings,
): number | undefined {
  return absentSince === undefined || recoveredAt !== undefined ? undefined : absentSince + recoverAfterMs;
}

function meet(
  { absentSince: _, recoveredAt: __, ...rest }: TrackedProblem,
  problem: Problem,
): TrackedProblem {
  // Looks do not bring what was asked for besides them.
  const { probeFailure } = rest.problem;
  return { ...rest, problem: probeFailure === undefined ? problem : { ...problem, probeFailure } };
}

function miss(each: TrackedProblem, { phase, now }: Look): TrackedProblem {
  if (each.recoveredAt !== undefined) return each;
  if (endsAtOnce.has(each.problem.reason)) return { ...each, recoveredAt: now };
  // A container that could not be created and now serves has no second chance to look well.
  if (phase === 'complete' && !comesAndGoes.has(each.problem.reason)) return { ...each, recoveredAt: now };
  return { ...each, absentSince: each.absentSince ?? now };
}
