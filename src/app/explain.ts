import type { ContainerLog } from '../domain/log/log.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import { containersToRead, mostTelling, type ReadLog } from '../domain/release/attach-log.ts';
import { mayHaveLog } from '../domain/release/read-again.ts';
import { type ExplainedProblem, type Explanation, explainLook } from '../domain/rollout/explanation.ts';
import type { WorkloadLook } from '../domain/rollout/look.ts';
import { PermanentError, TransientError } from '../errors.ts';
import type { LogSource } from '../ports.ts';
import { redactObservation } from './redact-foreign-text.ts';

/** A workload with more problems than this has one cause, which the first logs tell. */
const mostLogs = 10;

export interface ExplainDeps {
  readonly redaction: Redaction;
  /** Without it problems are explained without their logs. */
  readonly logs?: LogSource;
}

/** Explains a look, without secrets and with the ends of its crashed containers' logs. */
export function createExplain({
  redaction,
  logs,
}: ExplainDeps): (look: WorkloadLook) => Promise<Explanation> {
  return async (look) => {
    const explanation = explainLook(redactObservation(look, redaction));
    if (logs === undefined) return explanation;

    const fetched = explanation.problems.map(async (explained, index) =>
      index < mostLogs ? await withLog(logs, look, explained) : explained,
    );
    return { ...explanation, problems: await Promise.all(fetched) };
  };
}

async function withLog(
  logs: LogSource,
  { workload, problems }: Pick<WorkloadLook, 'workload' | 'problems'>,
  explained: ExplainedProblem,
): Promise<ExplainedProblem> {
  const { problem } = explained;
  if (!mayHaveLog(problem)) return explained;
  const read = await Promise.all(
    containersToRead(problem, problems).map(async (of): Promise<ReadLog> => {
      const log = await logs.readLog({ workload, pod: problem.pod, ...of }).catch(whyNone);
      return { of, log };
    }),
  );
  return { ...explained, log: mostTelling(problem, read) };
}

/** The explanation is worth having without the log. */
function whyNone(error: unknown): ContainerLog {
  if (error instanceof PermanentError || error instanceof TransientError) {
    return { kind: 'none', because: `The log could not be read. ${error.message}` };
  }
  throw error;
}
