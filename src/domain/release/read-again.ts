import type { Problem, ProblemReason } from '../problem/problem.ts';
import type { TrackedProblem } from './card.ts';

/** Only containers that ran have something to say. */
const leavesLog: ReadonlySet<ProblemReason> = new Set([
  'CrashLoopBackOff',
  'OOMKilled',
  'RunContainerError',
  'LifecycleHookError',
  'InitRunning',
  'NotReady',
  'JobFailed',
]);

/** They run and do not get on: what they say now is the evidence, and not how an earlier instance ended. */
export const isRunning: ReadonlySet<ProblemReason> = new Set(['InitRunning', 'NotReady']);

/** A few readings over the hours of a crash loop; the rest is for whoever looks into it. */
const mostReadings = 6;

/**
 * Whether the log of a problem should be read: at first; after a restart when there was no log, or when its container
 * has ended in another way; else after one restart more, after twice as many, and so on. A loop of crashes mostly ends
 * the same way each time.
 */
export function isToBeRead({ problem, log, reading, recoveredAt }: TrackedProblem): boolean {
  if (recoveredAt !== undefined || !mayHaveLog(problem)) return false;
  if (reading === undefined) return log === undefined;
  const { restarts, times } = reading;
  if (times >= mostReadings || problem.restarts <= restarts) return false;
  const isOther = log?.kind !== 'log' || problem.exitCode !== reading.exitCode;
  return isOther || problem.restarts >= 2 * restarts;
}

/** Whether a container that ran is named. */
export function mayHaveLog({ reason, pod, container }: Problem): boolean {
  return leavesLog.has(reason) && pod !== '' && container !== '';
}
