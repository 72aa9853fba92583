import type { LogResult } from '../log/log.ts';
import { serviceName } from '../ownership/resolve-owner.ts';
import type { Problem } from '../problem/problem.ts';
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
}

export function explainLook(look: WorkloadLook): Explanation {
  const { workload, labels, annotations, revision, problems } = look;
  const service = serviceName({ name: workload.name, labels, annotations });
  return {
    look,
    phase: problems.length > 0 && look.phase !== 'failed' ? 'failing' : look.phase,
    versionLabel: revisionLabel(service, revision),
    problems: problems.map((problem) => ({ problem })),
  };
}

/** Whether somebody should look at it. */
export function needsSomebody({ phase }: Explanation): boolean {
  return phase === 'failing' || phase === 'failed';
}
