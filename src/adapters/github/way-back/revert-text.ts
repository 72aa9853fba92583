import { plainLine, quoted } from '../../../domain/text/plain-text.ts';
import type { WayBackRequest } from '../../../ports.ts';
import type { Change, TakenBack } from './change.ts';

export interface RevertText {
  readonly title: string;
  /** Of the one commit; its first line is the title. */
  readonly message: string;
  readonly body: string;
}

const mostFiles = 30;

/**
 * What a reviewer reads: what goes back, why, by whom, and what it was before. Names, reasons and titles are foreign:
 * on one line each, as code or without anything that GitHub would act on.
 */
export function revertText(request: WayBackRequest, change: Change): RevertText {
  const { service, environment, currentLabel, targetLabel } = request;
  const [from, to] = [inert(currentLabel, 60), inert(targetLabel, 60)];
  const title = `Roll back ${inert(service, 60)} in ${inert(environment, 60)} from ${from} to ${to}`;
  return { title, message: messageOf(request, change, title), body: bodyOf(request, change) };
}

function messageOf(request: WayBackRequest, { commits }: Change, title: string): string {
  const { service, environment, currentLabel, targetLabel, by, approvedBy, reason } = request;
  const reverts = commits.map(({ sha }) => `This reverts commit ${sha}.`).join('\n');
  const trailers = [
    ['Service', service],
    ['Environment', environment],
    ['Rolled-back-from', currentLabel],
    ['Rolled-back-to', targetLabel],
    ['Requested-by', by.name],
    ...(approvedBy === undefined ? [] : [['Approved-by', approvedBy.name] as const]),
  ] as const;
  return [
    title,
    ...(reason === undefined ? [] : [`Reason: ${inert(reason, 300)}`]),
    reverts,
    trailers.map(([name, value]) => `${name}: ${inert(value, 100)}`).join('\n'),
  ].join('\n\n');
}

/** GitHub acts on words in commits: it closes issues, notifies people and skips checks (`[skip ci]`). */
function inert(text: string, most: number): string {
  return plainLine(text, most)
    .replaceAll(/[[\]#@<>]/g, '')
    .replaceAll('://', ' ')
    .trim();
}

function bodyOf(request: WayBackRequest, { commits, files, leftAlone }: Change): string {
  const { service, environment, workload, currentLabel, targetLabel, by, approvedBy, reason } = request;
  const who = `${quoted(by.name)}${approvedBy === undefined ? '' : `, agreed by ${quoted(approvedBy.name)}`}`;
  const images = imageLines(request);
  const evidence = (request.evidence ?? []).map((sentence) => quoted(sentence, 400));
  return [
    `${quoted(currentLabel)} of ${quoted(service)} is bad in ${quoted(environment)}. This puts back what it changed, to ${quoted(targetLabel)}. Asked for in Slack by ${who}.`,
    ...(reason === undefined ? [] : [`Reason: ${quoted(reason, 300)}`]),
    ...(evidence.length === 0 ? [] : [listOf('What was seen', evidence)]),
    listOf('Images', images),
    listOf('Reverts', commits.map(commitLine)),
    listOf(
      'Files',
      files
        .slice(0, mostFiles)
        .map(({ path, sha }) => `${quoted(path, 300)}${sha === null ? ' (removed)' : ''}`),
    ),
    ...(leftAlone.length === 0
      ? []
      : [
          listOf(
            'Changed by the same commits, and left as it is',
            leftAlone.slice(0, mostFiles).map((path) => quoted(path, 300)),
          ),
        ]),
    `Workload: ${quoted(`${workload.kind} ${workload.namespace}/${workload.name} in ${workload.cluster}`, 200)}. ${cardWords(request)} follows this pull request until the workload is healthy; close it to stop.`,
  ].join('\n\n');
}

/** The link is made of what Slack and the store say; anything else in it would be foreign. */
function cardWords({ cardUrl }: WayBackRequest): string {
  const isPlain = cardUrl !== undefined && /^https:\/\/[\w.-]+(:\d+)?\/archives\/\w+\/p\d+$/.test(cardUrl);
  return isPlain ? `[The card in Slack](${cardUrl})` : 'The card in Slack';
}

function imageLines({ current, target }: WayBackRequest): readonly string[] {
  return current.images.flatMap(({ name, image }) => {
    const before = target.images.find((each) => each.name === name)?.image;
    return before === undefined || before === image
      ? []
      : [`${quoted(name)}: ${quoted(image, 300)} → ${quoted(before, 300)}`];
  });
}

/** GitHub links a whole sha by itself. */
function commitLine({ sha, title, author }: TakenBack): string {
  return `${sha} ${quoted(title, 200)}${author === '' ? '' : ` by ${quoted(author)}`}`;
}

function listOf(title: string, lines: readonly string[]): string {
  return [`${title}:`, ...lines.map((line) => `- ${line}`)].join('\n');
}
