import type { StepReport } from '../domain/build/build.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import type { WorkloadObservation } from '../domain/rollout/observation.ts';

/** A look without secrets in what the kubelet and the controllers say: they quote commands, URLs and answers. */
export function redactObservation<T extends Pick<WorkloadObservation, 'message' | 'problems'>>(
  seen: T,
  redaction: Redaction,
): T {
  const without = (text: string) => redaction.redact(text).text;
  return {
    ...seen,
    message: without(seen.message),
    problems: seen.problems.map((problem) => ({ ...problem, message: without(problem.message) })),
  };
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
