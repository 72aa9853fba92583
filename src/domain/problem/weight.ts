import type { Problem, ProblemReason } from './problem.ts';

/** Trouble beside a release: worth knowing, and no reason to call the release a failure. */
const beside: ReadonlySet<ProblemReason> = new Set(['AutoscalerFailing', 'NodeNotReady']);

/** Whether a problem makes a release fail. */
export function countsAgainstRelease({ reason }: Pick<Problem, 'reason'>): boolean {
  return !beside.has(reason);
}
