import type { Problem } from '../../src/domain/problem/problem.ts';
import { countsAgainstRelease } from '../../src/domain/problem/weight.ts';
import {
  type ExplainedProblem,
  type Explanation,
  needsSomebody,
} from '../../src/domain/rollout/explanation.ts';
import { companionSentence } from '../companions.ts';
import { singleLine } from '../kit/escape.ts';
import { truncate } from '../kit/truncate.ts';
import { containerWithRole, foreignWords } from '../names.ts';
import { olderSentence } from '../older.ts';
import { problemSentence, withFullStop } from '../problem.ts';
import { problemHint } from '../problem-hint.ts';
import { explanationHeadline } from './headline.ts';

const mostProblems = 20;
const mostLogLines = 12;
/** Later times have no ISO form of the usual length. */
const endOfTime = 253_402_300_799_000;
/** A terminal wraps; a line that never ends would push everything else out of sight. */
const widestLogLine = 500;

const marks: Readonly<Record<Explanation['phase'], string>> = {
  complete: '✓',
  'partition-complete': '✓',
  deleting: '○',
  paused: '○',
  'waiting-for-deletes': '○',
  progressing: '▸',
  failing: '✗',
  failed: '✗',
};
/** The order of the marks is that of the lines: trouble last. */
const phases = Object.keys(marks);

/** For a terminal: what is fine in a line each, trouble last, where the eye is, and a count of all. */
export function explanationLines(explanations: readonly Explanation[]): string[] {
  if (explanations.length === 0) return ['There is no workload that Shipmate explains.'];
  const ordered = explanations.toSorted(
    (one, other) => phases.indexOf(one.phase) - phases.indexOf(other.phase),
  );
  const blocks = ordered.map(workloadLines);
  const lines = blocks.flatMap((block, index) => (index > 0 && block.length > 1 ? ['', ...block] : block));
  return explanations.length === 1 ? lines : [...lines, '', totals(explanations)];
}

function workloadLines(explanation: Explanation): string[] {
  const { look, phase, problems } = explanation;
  const { cluster, namespace, kind, name } = look.workload;
  const place = [singleLine(namespace, 63), singleLine(cluster, 60)].filter((part) => part !== '').join(', ');
  const where = place === '' ? '' : ` in ${place}`;
  const shown = problems.slice(0, mostProblems);
  const hidden = problems.length - shown.length;
  return [
    `${marks[phase]} ${kind} ${singleLine(name, 253)}${where} · ${explanationHeadline(explanation)}`,
    ...shown.flatMap((each) => problemLines(each, explanation)).map((line) => `  ${line}`),
    ...(hidden > 0 ? [`  And ${hidden} more ${hidden === 1 ? 'problem' : 'problems'}; --json has all.`] : []),
    ...suspectedLines(explanation).map((line) => `  ${line}`),
    ...olderLines(explanation).map((line) => `  ${line}`),
    ...(isUnexplained(explanation) ? ['  No pod reports an error.'] : []),
  ];
}

function isUnexplained(explanation: Explanation): boolean {
  const { look, problems } = explanation;
  const hasCause = problems.some(({ problem }) => countsAgainstRelease(problem));
  return needsSomebody(explanation) && !hasCause && look.gap === undefined;
}

function problemLines({ problem, log }: ExplainedProblem, { look, versionLabel }: Explanation): string[] {
  const beside = companionSentence(problem, look.problems);
  return [
    datedSentence(problem, versionLabel),
    ...(beside === undefined ? [] : [beside]),
    ...logLines(log, singleLine(problem.pod, 253)),
    problemHint(problem, look.workload),
  ];
}

/** No reason to be called failing yet, and often the answer all the same. */
function suspectedLines({ look, versionLabel }: Explanation): string[] {
  return look.suspected
    .slice(0, mostProblems)
    .map((problem) => `May pass: ${datedSentence(problem, versionLabel)}`);
}

function olderLines({ olderProblems, versionLabel, previousLabel, problems }: Explanation): string[] {
  const isToo = problems.some(({ problem }) => countsAgainstRelease(problem));
  return olderProblems
    .slice(0, mostProblems)
    .map((each) =>
      olderSentence(each.problem, { label: each.versionLabel, versionLabel, previousLabel, isToo }),
    );
}

function datedSentence(problem: Problem, versionLabel: string): string {
  const sentence = problemSentence(problem, versionLabel);
  const date = sinceWords(problem.since);
  return date === '' ? sentence : `${withFullStop(sentence)}${date}`;
}

/** Without a time zone of the reader's, as Slack has it, the time is everybody's. */
function sinceWords(since: number | undefined): string {
  if (since === undefined || !(since > 0 && since < endOfTime)) return '';
  return ` Since ${new Date(since).toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
}

function logLines(log: ExplainedProblem['log'], pod: string): string[] {
  if (log === undefined) return [];
  if (log.kind === 'none') return [foreignWords(log.because, 500)];
  const { container, role, isPrevious } = log.tail;
  const whose = container === undefined ? pod : `${containerWithRole({ container, role })} in ${pod}`;
  const intro = `Last lines of ${whose}${isPrevious ? ' before it died' : ''}:`;
  const lines = log.tail.lines.slice(-mostLogLines);
  return [intro, ...lines.map((line) => `  | ${truncate(singleSpaced(line), widestLogLine)}`)];
}

/** A tail's lines are safe already; indentation in them is worth keeping. */
function singleSpaced(line: string): string {
  return line.replaceAll('\t', '  ');
}

function totals(explanations: readonly Explanation[]): string {
  const counts = phases.flatMap((phase) => {
    const count = explanations.filter((each) => each.phase === phase).length;
    return count === 0 ? [] : [`${count} ${phase}`];
  });
  return `${explanations.length} workloads: ${counts.join(', ')}.`;
}
