import type { ContainerLog, FullLog } from '../src/domain/log/log.ts';
import type { LogWish, ReadLog } from '../src/domain/release/attach-log.ts';
import type { Card } from '../src/domain/release/card.ts';
import { workloadKey } from '../src/domain/rollout/workload.ts';
import { singleLine } from './kit/escape.ts';
import { containerName, containerWithRole, environmentName, foreignWords, versionName } from './names.ts';
import { counted } from './quantity.ts';

export interface LogDocument {
  readonly filename: string;
  readonly title: string;
  readonly text: string;
  /** Of the logs, without what is said of them. */
  readonly lines: number;
  readonly hidden: number;
  /** The containers whose lines are in it. */
  readonly containers: readonly string[];
}

export interface LogDocumentOptions {
  /** The most that the text may take in UTF-8. */
  readonly maxBytes: number;
  /** How many files of the same problem are there before it. */
  readonly earlierFiles: number;
}

/** What is said of the logs, and the marks of what is left out. */
const forHeadings = 2_048;
/** The log of the container that has the problem is the one that people look for. */
const shareOfOthers = 0.25;

/** The whole logs of a problem as one text, the one that has the problem first; what is too long loses its beginning. */
export function logDocument(
  card: Card,
  { wish, logs }: { readonly wish: LogWish; readonly logs: readonly ReadLog[] },
  { maxBytes, earlierFiles }: LogDocumentOptions,
): LogDocument {
  const sections = fitted(logs, Math.max(0, maxBytes - forHeadings));
  const where = placeOf(card, wish);
  const lines = sections.reduce((sum, { log }) => sum + log.lines.length, 0);
  const rules = rulesOf(sections);
  const hidden = [...rules.values()].reduce((sum, count) => sum + count, 0);
  const name = `${singleLine(wish.workload.name, 253)} ${versionName(card.version.label)}`;
  const first = [
    `${name} in ${where}: ${counted(lines, 'line')}${sections.length > 1 ? ` of ${sections.length} containers` : ''}.`,
    ...leftOutWords(sections),
    ...hiddenWords(rules, hidden),
  ].join(' ');
  const body = logs.flatMap((read) => [
    '',
    ...sectionLines(read, sections.find(({ of }) => of === read.of)?.log, wish),
  ]);
  const which = earlierFiles === 0 ? '' : `, a later crash`;
  return {
    filename: filenameOf(card, wish, { where, earlierFiles }),
    title: `Log of ${name} in ${where}${which}`,
    text: `${[first, ...body].join('\n')}\n`,
    lines,
    hidden,
    containers: sections.map(({ of }) => of.container),
  };
}

interface Section {
  readonly of: ReadLog['of'];
  readonly log: FullLog;
}

function fitted(logs: readonly ReadLog[], maxBytes: number): readonly Section[] {
  const sections = logs.flatMap(({ of, log }) => (log.kind === 'log' ? [{ of, log: log.full }] : []));
  const [own, ...others] = sections;
  const share = Math.floor((maxBytes * shareOfOthers) / Math.max(1, others.length));
  const beside = others.map(({ of, log }) => ({ of, log: withinBytes(log, share) }));
  const taken = beside.reduce((sum, { log }) => sum + bytesOf(log.lines), 0);
  return own === undefined ? [] : [{ of: own.of, log: withinBytes(own.log, maxBytes - taken) }, ...beside];
}

function withinBytes(log: FullLog, maxBytes: number): FullLog {
  let bytes = 0;
  const from =
    1 +
    log.lines.findLastIndex((line) => {
      bytes += bytesOf([line]);
      return bytes > maxBytes;
    });
  return from === 0 ? log : { ...log, lines: log.lines.slice(from), leftOut: log.leftOut + from };
}

function bytesOf(lines: readonly string[]): number {
  const encoder = new TextEncoder();
  return lines.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0);
}

/** `prod-eu`; `dev (shared)` where the cluster's name does not say the environment. */
function placeOf(card: Card, { workload }: LogWish): string {
  const key = workloadKey(workload);
  const release = card.releases.find(({ rollouts }) =>
    rollouts.some((each) => workloadKey(each.workload) === key),
  );
  const environment = environmentName(release?.environment ?? '');
  const cluster = singleLine(workload.cluster, 40);
  return cluster.startsWith(environment) ? cluster : `${environment} (${cluster})`;
}

function leftOutWords(sections: readonly Section[]): readonly string[] {
  const count = sections.reduce((sum, { log }) => sum + log.leftOut, 0);
  const isMore = sections.some(({ log }) => log.mayBeginEarlier);
  if (count === 0) return isMore ? ['Earlier lines are left out.'] : [];
  const verb = count === 1 ? 'is' : 'are';
  return [`${isMore ? 'At least ' : ''}${counted(count, 'earlier line')} ${verb} left out.`];
}

function rulesOf(sections: readonly Section[]): ReadonlyMap<string, number> {
  const rules = new Map<string, number>();
  for (const { log } of sections) {
    for (const { rule, count } of log.hidden) rules.set(rule, (rules.get(rule) ?? 0) + count);
  }
  return rules;
}

/** `2 secrets are hidden: authorization 1, password 1.` */
function hiddenWords(rules: ReadonlyMap<string, number>, hidden: number): readonly string[] {
  if (hidden === 0) return [];
  const said = [...rules].map(([rule, count]) => `${rule} ${count}`).join(', ');
  return [`${counted(hidden, 'secret')} ${hidden === 1 ? 'is' : 'are'} hidden: ${said}.`];
}

function sectionLines(read: ReadLog, full: FullLog | undefined, wish: LogWish): readonly string[] {
  const heading = `──── ${headingOf(read, wish)} ────`;
  if (read.log.kind === 'none') return [heading, foreignWords(read.log.because, 500)];
  const earlier = earlierLine(full);
  return [heading, ...earlier, ...(full?.lines ?? [])];
}

/** `the sidecar proxy, the instance that died (pod payments-api-43-x)` */
function headingOf({ of, log }: ReadLog, { problem }: LogWish): string {
  const instance = instanceOf(log);
  const pod = singleLine(problem.pod, 253);
  return `${containerWithRole(of)}${instance === '' ? '' : `, ${instance}`} (pod ${pod})`;
}

function instanceOf(log: ContainerLog): string {
  if (log.kind === 'none') return '';
  return log.tail.isPrevious ? 'the instance that died' : 'the instance that is there now';
}

function earlierLine(full: FullLog | undefined): readonly string[] {
  if (full === undefined || (full.leftOut === 0 && !full.mayBeginEarlier)) return [];
  return full.leftOut === 0 ? ['[…]'] : [`[… ${counted(full.leftOut, 'earlier line')} …]`];
}

function filenameOf(
  card: Card,
  { workload, problem }: LogWish,
  { where, earlierFiles }: { readonly where: string; readonly earlierFiles: number },
): string {
  const isOwn = problem.container === workload.name || problem.container === card.owner.service;
  const parts = [
    workload.name,
    card.version.label,
    where,
    ...(isOwn ? [] : [containerName(problem.container)]),
    ...(earlierFiles === 0 ? [] : [String(earlierFiles + 1)]),
  ];
  return `${parts
    .map(filenamePart)
    .filter((part) => part !== '')
    .join('-')}.log`;
}

/** Names come from labels: in a filename no path, no hidden file and nothing that a shell would read. */
function filenamePart(text: string): string {
  return text
    .slice(0, 80)
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '');
}
