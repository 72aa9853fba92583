import type { LogResult } from '../log/log.ts';
import { serviceName } from '../ownership/resolve-owner.ts';
import type { Problem } from '../problem/problem.ts';
import { countsAgainstRelease } from '../problem/weight.ts';
import { revisionLabel } from '../rollback/candidate.ts';
import type { WorkloadLook } from './look.ts';

/** A look's phase, with `failing` for a rollout that its controller has not given up but whose pods cannot run. */
export type ExplainedPhase = WorkloadLook['phase'] | 'failing';

export interface ExplainedProblem {
  readonly problem: Problem;
  /** Absent where no log was asked for. */
  readonly log?: LogResult;
}

/** What Shipmate has to say of one workload. */
export interface Explanation {
  readonly look: WorkloadLook;
  readonly phase: ExplainedPhase;
  /** What people call the revision: `v43`. Untrusted text. */
  readonly versionLabel: string;
  readonly problems: readonly ExplainedProblem[];
  /** Of pods of versions that are being left; nothing against this one. */
  readonly olderProblems: readonly OlderProblem[];
  /** What people call the version that ran before: `v42`. */
  readonly previousLabel?: string;
}

export interface OlderProblem {
  /** What people call the version that has it: `v42`. */
  readonly versionLabel: string;
  readonly problem: Problem;
}

export function explainLook(look: WorkloadLook): Explanation {
  const { workload, labels, annotations, revision, problems, before } = look;
  const service = serviceName({ name: workload.name, labels, annotations });
  return {
    look,
    phase: problems.some(countsAgainstRelease) && look.phase !== 'failed' ? 'failing' : look.phase,
    versionLabel: revisionLabel(service, revision),
    problems: problems.map((problem) => ({ problem })),
    olderProblems: look.olderTroubles.flatMap((older) =>
      older.problems.map((problem) => ({ versionLabel: revisionLabel(service, older.revision), problem })),
    ),
    ...(before === undefined ? {} : { previousLabel: revisionLabel(service, before) }),
  };
}

/** Whether somebody should look at it. */
export function needsSomebody({ phase }: Explanation): boolean {
  return phase === 'failing' || phase === 'failed';
}
