import type { ProbeFailure } from '../problem/probe-failure.ts';
import { type Problem, problemKey } from '../problem/problem.ts';
import type { ProbePurpose } from '../rollout/snapshot.ts';
import { type WorkloadReference, workloadKey } from '../rollout/workload.ts';
import type { Card, TrackedProblem } from './card.ts';
import { mapRollouts } from './follow-card.ts';
import { isInTrouble } from './follow-rollout.ts';
import { rolloutsOf } from './settle-card.ts';

/** One question to be asked: what did the probe of this container answer? */
export interface ProbeQuestion {
  readonly pod: string;
  readonly podUid: string;
  readonly container: string;
  /** Probes that explain the problem; another one's failure does not. */
  readonly purposes: readonly ProbePurpose[];
}

export interface ProbeWish extends ProbeQuestion {
  readonly workload: WorkloadReference;
  readonly revision: number;
  readonly problem: string;
}

/** What a probe may have to say of a problem; undefined where there is none. */
export function probeQuestion(problem: Problem): ProbeQuestion | undefined {
  const { probe, pod, podUid, container, reason } = problem;
  if (probe === undefined || podUid === undefined || pod === '' || container === '') return undefined;
  return {
    pod,
    podUid,
    container,
    purposes: ['startup', reason === 'NotReady' ? 'readiness' : 'liveness'],
  };
}

/** The answers that a card still lacks: one for each problem and revision, however many pods have it. */
export function probeFailuresWanted(card: Card): readonly ProbeWish[] {
  return rolloutsOf(card)
    .filter(isInTrouble)
    .flatMap(({ workload, revision, problems }) =>
      problems.flatMap((tracked) => {
        const question = isOpen(tracked) ? probeQuestion(tracked.problem) : undefined;
        if (question === undefined) return [];
        return [{ workload, revision: revision.number, problem: problemKey(tracked.problem), ...question }];
      }),
    );
}

function isOpen({ recoveredAt, isProbeAsked }: TrackedProblem): boolean {
  return recoveredAt === undefined && isProbeAsked !== true;
}

/** Puts the answer beside its problem, or that there is none; a card that has gone on is left as it is. */
export function attachProbeFailure(card: Card, wish: ProbeWish, failure: ProbeFailure | undefined): Card {
  const key = workloadKey(wish.workload);
  const found = failure === undefined ? {} : { probeFailure: failure };
  return mapRollouts(card, (rollout) => {
    if (workloadKey(rollout.workload) !== key || rollout.revision.number !== wish.revision) return rollout;
    return {
      ...rollout,
      problems: rollout.problems.map((each) =>
        problemKey(each.problem) === wish.problem && isOpen(each)
          ? { ...each, problem: { ...each.problem, ...found }, isProbeAsked: true }
          : each,
      ),
    };
  });
}
