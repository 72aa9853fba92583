import type { StepReport } from '../src/domain/build/build.ts';
import type { LateReport } from '../src/domain/build/record-step.ts';
import { singleLine } from './kit/escape.ts';

/** What a pipeline's log shows of a report that came after the end of its step, as plain text. */
export function lateReportWords(late: LateReport, report: Pick<StepReport, 'build' | 'step'>): string {
  const build = singleLine(report.build, 60);
  const had = `Step ${singleLine(report.step, 60)} of build ${build} had ended as ${late.ended} before this report`;
  switch (late.kind) {
    case 'contradicts':
      return `${had}, and stays so. Nothing was changed. A re-run needs a build id of its own, such as ${build}-2.`;
    case 'repeats':
      return `${had}. Nothing was changed.`;
    case 'describes':
      return `${had}, and stays so. What else the report says was taken.`;
    default:
      return late satisfies never;
  }
}
