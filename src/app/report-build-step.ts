import { createHash } from 'node:crypto';
import { lateReportWords } from '../../messages/late-report.ts';
import type { StepReport } from '../domain/build/build.ts';
import type { Redaction } from '../domain/redaction/redaction.ts';
import type { Arrival } from '../ports.ts';
import { buildSubject, named } from './build-subject.ts';
import type { Ending } from './inbox/attempt.ts';
import type { Inbox } from './inbox.ts';
import type { RecordBuildStep } from './record-build-step.ts';
import { redactReport } from './redact-foreign-text.ts';

export interface ReportBuildStep {
  /** Stores the report, and answers how its processing ended, if it ends soon. Rejects when it could not be stored. */
  report(report: StepReport): Promise<Ending | undefined>;
}

const source = 'webhook-build-step';
/** A pipeline would rather hear the answer; whatever it is, it must not wait for long. */
const answerWithinMs = 2_000;

export interface ReportBuildStepOptions {
  readonly inbox: Inbox;
  readonly buildSteps: RecordBuildStep;
  readonly redaction: Redaction;
}

/** What pipelines say of their builds, by way of the inbox: in order within a service. */
export function createReportBuildStep(options: ReportBuildStepOptions): ReportBuildStep {
  const { inbox, buildSteps, redaction } = options;
  inbox.handle(source, {
    async process({ body }, settle, answer) {
      const report = decode(body);
      const late = await buildSteps.record(report, settle);
      if (late !== undefined) answer({ status: late.ended, message: lateReportWords(late, report) });
    },
  });

  return {
    report: (report) => inbox.submit(toArrival(redactReport(report, redaction)), answerWithinMs),
  };
}

/**
 * The same report is the same arrival only while it waits. Merging is idempotent, so one that was processed may be sent
 * again; and it must be, because another may have come in between: passed is final, a detail is not.
 */
function toArrival(report: StepReport): Arrival {
  const { service, build, step } = report;
  const body = JSON.stringify(report);
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return {
    key: ['build', named(service), named(build), named(step), report.status, digest].join('/'),
    source,
    subject: buildSubject(service),
    body,
    mayRepeat: true,
  };
}

/** Only this file writes these bodies, from reports that were checked. */
function decode(body: string): StepReport {
  return JSON.parse(body);
}
