import type { ContainerLog, LogResult } from '../domain/log/log.ts';
import type { Problem } from '../domain/problem/problem.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import { containersToRead, mostTelling, type ReadLog } from '../domain/release/attach-log.ts';
import { probeQuestion } from '../domain/release/attach-probe-failure.ts';
import { mayHaveLog } from '../domain/release/read-again.ts';
import { type ExplainedProblem, type Explanation, explainLook } from '../domain/rollout/explanation.ts';
import type { WorkloadLook } from '../domain/rollout/look.ts';
import type { WorkloadReference } from '../domain/rollout/workload.ts';
import { PermanentError, TransientError } from '../errors.ts';
import type { LogSource, ProbeFailureSource } from '../ports.ts';
import { redactLook } from './redact-foreign-text.ts';

/** A workload with more problems than this has one cause, which the first logs tell. */
const mostLogs = 10;

export interface ExplainDeps {
  readonly redaction: Redaction;
  /** Without it problems are explained without their logs. */
  readonly logs?: LogSource;
  /** Without it nobody says what a probe answered. */
  readonly probes?: ProbeFailureSource;
  /** Hears why some of the evidence is missing. */
  readonly onGap?: (sentence: string) => void;
}

/** Explains a look, without secrets and with the ends of its crashed containers' logs. */
export function createExplain(deps: ExplainDeps): (look: WorkloadLook) => Promise<Explanation> {
  return async (look) => {
    const explanation = explainLook(redactLook(look, deps.redaction));
    const fetched = explanation.problems.map(async ({ problem }, index): Promise<ExplainedProblem> => {
      if (index >= mostLogs) return { problem };
      const [log, probed] = await Promise.all([
        logOf(deps, look, problem),
        withProbeFailure(deps, look.workload, problem),
      ]);
      return { problem: probed, ...(log === undefined ? {} : { log }) };
    });
    return { ...explanation, problems: await Promise.all(fetched) };
  };
}

async function withProbeFailure(
  { probes, onGap }: ExplainDeps,
  workload: WorkloadReference,
  problem: Problem,
): Promise<Problem> {
  const question = probeQuestion(problem);
  if (probes === undefined || question === undefined) return problem;
  try {
    const probeFailure = await probes.readProbeFailure({ ...question, workload });
    return probeFailure === undefined ? problem : { ...problem, probeFailure };
  } catch (error) {
    if (!isFailureOfReading(error)) throw error;
    onGap?.(`What a probe answered could not be read. ${error.message}`);
    return problem;
  }
}

async function logOf(
  { logs }: ExplainDeps,
  { workload, problems }: Pick<WorkloadLook, 'workload' | 'problems'>,
  problem: Problem,
): Promise<LogResult | undefined> {
  if (logs === undefined || !mayHaveLog(problem)) return undefined;
  const read = await Promise.all(
    containersToRead(problem, problems).map(async (of): Promise<ReadLog> => {
      const log = await logs.readLog({ workload, pod: problem.pod, ...of }).catch(whyNone);
      return { of, log };
    }),
  );
  return mostTelling(problem, read);
}

/** The explanation is worth having without the log. */
function whyNone(error: unknown): ContainerLog {
  if (!isFailureOfReading(error)) throw error;
  return { kind: 'none', because: `The log could not be read. ${error.message}` };
}

function isFailureOfReading(error: unknown): error is PermanentError | TransientError {
  return error instanceof PermanentError || error instanceof TransientError;
}
