import type { StepReport } from '../domain/build/build.ts';
import type { Problem } from '../domain/problem/problem.ts';
import type { Suspect } from '../domain/problem/suspect.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import type { WorkloadObservation } from '../domain/rollout/observation.ts';
import type { WayBackExecutor, WayBackResult } from '../ports.ts';

type Look = Pick<WorkloadObservation, 'message' | 'problems' | 'olderTroubles'> & {
  readonly suspected?: readonly Problem[];
};

/** A look without secrets in what the kubelet and the controllers say: they quote commands, URLs and answers. */
export function redactLook<T extends Look>(look: T, redaction: Redaction): T {
  return {
    ...look,
    message: redaction.redact(look.message).text,
    problems: look.problems.map((problem) => redactProblem(problem, redaction)),
    ...(look.suspected === undefined
      ? {}
      : { suspected: look.suspected.map((problem) => redactProblem(problem, redaction)) }),
    olderTroubles: look.olderTroubles.map((older) => ({
      ...older,
      problems: older.problems.map((problem) => redactProblem(problem, redaction)),
      suspects: older.suspects.map((suspect) => redactSuspect(suspect, redaction)),
    })),
  };
}

/** The same of a look that time may make more of: what is suspected now is said later. */
export function redactObservation(seen: WorkloadObservation, redaction: Redaction): WorkloadObservation {
  const suspects = seen.suspects.map((suspect) => redactSuspect(suspect, redaction));
  return { ...redactLook(seen, redaction), suspects };
}

/** A report without secrets in what people and pipelines wrote into it. */
export function redactReport(report: StepReport, redaction: Redaction): StepReport {
  const without = (text: string | undefined) => text && redaction.redact(text).text;
  return {
    ...report,
    title: without(report.title),
    detail: without(report.detail),
    commitTitle: without(report.commitTitle),
  };
}

/** A way back whose answers are without secrets in what managers, tools and API servers say. */
export function redactAnswers(executor: WayBackExecutor, redaction: Redaction): WayBackExecutor {
  return {
    async carryOut(request) {
      return redactAnswer(await executor.carryOut(request), redaction);
    },
  };
}

function redactAnswer(result: WayBackResult, redaction: Redaction): WayBackResult {
  if (result.kind === 'refused-elsewhere') return { ...result, said: redaction.redact(result.said).text };
  if (result.kind === 'waiting' && result.said !== undefined) {
    return { ...result, said: redaction.redact(result.said).text };
  }
  return result.kind === 'forbidden' ? { ...result, rule: redaction.redact(result.rule).text } : result;
}

function redactSuspect(suspect: Suspect, redaction: Redaction): Suspect {
  return { ...suspect, problem: redactProblem(suspect.problem, redaction) };
}

/** The command of a probe is written into the pod template, and people write passwords into commands. */
function redactProblem(problem: Problem, redaction: Redaction): Problem {
  const { message, probe } = problem;
  return {
    ...problem,
    message: redaction.redact(message).text,
    ...(probe === undefined ? {} : { probe: { ...probe, target: redaction.redact(probe.target).text } }),
  };
}
