import type { LogResult } from '../log/log.ts';
import { type ProblemReason, problemKey } from '../problem/problem.ts';
import { type WorkloadReference, workloadKey } from '../rollout/workload.ts';
import type { Card } from './card.ts';
import { mapRollouts } from './follow-card.ts';
import { isInTrouble } from './follow-rollout.ts';
import { rolloutsOf } from './settle-card.ts';

/** One log to be fetched: the evidence of one problem of one revision. */
export interface LogWish {
  readonly workload: WorkloadReference;
  readonly revision: number;
  readonly problem: string;
  readonly pod: string;
  readonly container: string;
}

/** Only containers that ran have something to say. */
export const leavesLog: ReadonlySet<ProblemReason> = new Set([
  'CrashLoopBackOff',
  'OOMKilled',
  'RunContainerError',
  'LifecycleHookError',
  'InitRunning',
  'NotReady',
  'JobFailed',
]);

/** The evidence that a card still lacks: one log per problem and revision, however many pods have it. */
export function logsWanted(card: Card): readonly LogWish[] {
  return rolloutsOf(card)
    .filter(isInTrouble)
    .flatMap(({ workload, revision, problems }) =>
      problems
        .filter(({ problem, log, recoveredAt }) => {
          return (
            log === undefined &&
            recoveredAt === undefined &&
            leavesLog.has(problem.reason) &&
            problem.pod !== '' &&
            problem.container !== ''
          );
        })
        .map(({ problem }) => ({
          workload,
          revision: revision.number,
          problem: problemKey(problem),
          pod: problem.pod,
          container: problem.container,
        })),
    );
}

/** Puts the evidence beside its problem; a card that has gone on is left as it is. */
export function attachLog(card: Card, wish: LogWish, log: LogResult): Card {
  const key = workloadKey(wish.workload);
  return mapRollouts(card, (rollout) => {
    if (workloadKey(rollout.workload) !== key || rollout.revision.number !== wish.revision) return rollout;
    return {
      ...rollout,
      problems: rollout.problems.map((each) =>
        problemKey(each.problem) === wish.problem && each.log === undefined ? { ...each, log } : each,
      ),
    };
  });
}
