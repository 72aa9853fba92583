import { type Problem, type ProblemReason, problemKey } from '../problem/problem.ts';
import type { Phase } from '../rollout/observation.ts';
import type { TrackedProblem } from './card.ts';

/**
 * How long a problem must stay away to be over. Without a readiness probe a container counts as ready whenever it
 * runs between two crashes, and ErrImagePull takes turns with reasons that say less.
 */
export const recoverAfterMs = 30_000;

/** Reasons that look well in between. */
const comesAndGoes: ReadonlySet<ProblemReason> = new Set(['CrashLoopBackOff', 'OOMKilled']);

/** Merges what a look shows into what is remembered. */
export function trackProblems(
  tracked: readonly TrackedProblem[],
  seen: readonly Problem[],
  look: { readonly phase: Phase; readonly now: number },
): readonly TrackedProblem[] {
  const current = new Map(seen.map((problem) => [problemKey(problem), problem]));
  const followed = tracked.map((each): TrackedProblem => {
    const key = problemKey(each.problem);
    const problem = current.get(key);
    current.delete(key);
    return problem === undefined ? miss(each, look) : meet(each, problem);
  });
  const met = [...current.values()].map((problem) => ({ problem, firstSeenAt: look.now }));
  return [...recoverProblems(followed, look.now), ...met];
}

/** Ends problems that have stayed away for long enough; the same array when there is none. */
export function recoverProblems(tracked: readonly TrackedProblem[], now: number): readonly TrackedProblem[] {
  const isOver = (each: TrackedProblem) => now >= (recoversAt(each) ?? Number.POSITIVE_INFINITY);
  return tracked.some(isOver)
    ? tracked.map((each) => (isOver(each) ? { ...each, recoveredAt: now } : each))
    : tracked;
}

/** When a problem that is absent is over; undefined while it is there, and once it is over. */
export function recoversAt({ absentSince, recoveredAt }: TrackedProblem): number | undefined {
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

function miss(each: TrackedProblem, { phase, now }: { phase: Phase; now: number }): TrackedProblem {
  if (each.recoveredAt !== undefined) return each;
  // A container that could not be created and now serves has no second chance to look well.
  if (phase === 'complete' && !comesAndGoes.has(each.problem.reason)) return { ...each, recoveredAt: now };
  return { ...each, absentSince: each.absentSince ?? now };
}
