import type { Problem } from '../src/domain/problem/problem.ts';
import { moreOfTheLog, type Place } from './kubectl.ts';

/** Reasons of a Job's `Failed` condition (pkg/controller/job), which its message begins with. */
const failures: readonly (readonly [string, string])[] = [
  ['DeadlineExceeded', 'Try: raise activeDeadlineSeconds, or find what takes the time.'],
  [
    'PodFailurePolicy',
    'Try: look which rule of podFailurePolicy names this exit code; it ends the job at once.',
  ],
  [
    'MaxFailedIndexesExceeded',
    'Try: look at the indexes in status.failedIndexes; more failed than maxFailedIndexes lets.',
  ],
  ['FailedIndexes', 'Try: look at the indexes in status.failedIndexes, and run the job again for those.'],
];

export function jobHint(problem: Problem, container: string, place: Place): string {
  const { exitCode, message, pod } = problem;
  const known = failures.find(([reason]) => message.startsWith(reason));
  if (known !== undefined) return known[1];
  if (exitCode === undefined) {
    return pod === ''
      ? 'Try: restartPolicy Never keeps failed pods and their logs.'
      : 'Try: run it again; a podFailurePolicy that ignores DisruptionTarget lets a job survive this.';
  }
  if (exitCode === 126 || exitCode === 127) {
    return `Try: check the command of ${container}, and that the image has it.`;
  }
  return moreOfTheLog(problem, place, { isPrevious: false });
}
