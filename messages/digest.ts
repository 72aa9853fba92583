import type { Digest } from '../src/domain/quiet/digest.ts';
import type { DigestLine } from '../src/domain/quiet/digest-line.ts';
import { groupByCause } from '../src/domain/quiet/shared-cause.ts';
import { causeSentence } from './digest/cause.ts';
import { isOver, type LinkedLine, lineOfDigest, nameOfLine } from './digest/line.ts';
import { context } from './kit/blocks.ts';
import type { Part } from './kit/budget.ts';
import { moment } from './kit/date.ts';
import { bold, type Inline, mentions } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, richText } from './kit/rich-text.ts';

export interface DigestView {
  readonly digest: Digest;
  /** What pinged by itself. */
  readonly before: readonly LinkedLine[];
  /** What is told here. */
  readonly folded: readonly LinkedLine[];
  /** Whom to ping, formatted as Slack wants it. */
  readonly mention: string;
  readonly isShort?: boolean;
}

const mostLines = 40;
const mostLinesWhenShort = 12;
const mostNames = 20;

/** What gives way first when the digest is too long: the lowest. */
const importance = { names: 1, smallPrint: 2, lines: 3 } as const;

/** One message for many problems: how many, what they have in common, and each with the way to its card. */
export function renderDigest(view: DigestView): Message {
  const headline = [...mentions(view.mention), ...headlineOf(view)];
  const groups = groupsOf(view);
  const causes = groups.flatMap(({ heading }) => (heading === undefined ? [] : [[heading]]));
  const names = view.folded.slice(0, mostLines).map((line) => [nameOfLine(line)]);
  return message(
    [headline, ...causes, ...names],
    [
      { importance: 'required', blocks: block([headline]) },
      ...listParts(groups, view.isShort),
      beforePart(view),
      smallPrint(view),
    ],
    view.isShort,
  );
}

interface Group {
  readonly heading?: string;
  /** Whether the heading says why each of them fails. */
  readonly isExplained: boolean;
  readonly lines: readonly LinkedLine[];
}

/** What pinged before counts for what they have in common, and is listed by its names only. */
function groupsOf({ before, folded }: DigestView): readonly Group[] {
  const isFolded = new Set<DigestLine>(folded);
  const groups = groupByCause([...before, ...folded]).flatMap(({ cause, lines }): Group[] => {
    const shown = lines.filter((line) => isFolded.has(line));
    if (shown.length === 0) return [];
    if (cause === undefined) return [{ isExplained: false, lines: shown }];
    const heading = causeSentence(cause, lines);
    return [{ heading, isExplained: cause.kind === 'missing' || cause.kind === 'registry', lines: shown }];
  });
  const others = { heading: 'The others:', isExplained: false };
  return groups.map((group, index) =>
    group.heading === undefined && index > 0 ? { ...others, lines: group.lines } : group,
  );
}

function headlineOf({ digest, before, folded }: DigestView): readonly Inline[] {
  const all = [...before, ...folded];
  const open = all.filter(({ state }) => state === 'failing').length;
  if (digest.kind === 'quiet-hours') return quietHoursHeadline(open, all.length - open);
  if (digest.endedAt === undefined) {
    return [
      bold(`${problems(all.length)} at once here.`),
      ` ${ofThem(folded.length)} told in this list only.`,
    ];
  }
  if (open === 0) return [bold('The storm is over,'), ` and so are all its ${problems(all.length)}.`];
  return [
    bold('The storm is over:'),
    ` ${open} of ${problems(all.length)} still need${open === 1 ? 's' : ''} somebody.`,
  ];
}

function quietHoursHeadline(open: number, over: number): readonly Inline[] {
  const gone = over === 0 ? '' : ` ${problems(over)} came and went.`;
  if (open === 0) return ['What began in the quiet hours is over.'];
  const they = open === 1 ? 'is' : 'are';
  return [bold(`${problems(open)} from the quiet hours ${they} still there.`), gone];
}

function listParts(groups: readonly Group[], isShort = false): readonly Part[] {
  let room = isShort ? mostLinesWhenShort : mostLines;
  return groups.map(({ heading, isExplained, lines }): Part => {
    const shown = lines.slice(0, room);
    room -= shown.length;
    const hidden = lines.length - shown.length;
    const said = [
      ...(heading === undefined ? [] : [[heading]]),
      ...shown.map((line) => lineOfDigest(line, { isExplained })),
      ...(hidden > 0 ? [[`and ${hidden} more`]] : []),
    ];
    return { importance: importance.lines, blocks: block(said) };
  });
}

/** Which of them still fail is to be seen here, too: the headline counts them. */
function beforePart({ before }: DigestView): Part {
  const over = before.filter(isOver);
  const still = before.filter((line) => !isOver(line));
  const said = [namesAfter('Told one by one: ', still), namesAfter('Told one by one, and over: ', over)];
  return { importance: importance.names, blocks: block(said.filter((line) => line.length > 0)) };
}

function namesAfter(heading: string, lines: readonly LinkedLine[]): readonly Inline[] {
  if (lines.length === 0) return [];
  const names = lines.slice(0, mostNames).flatMap((line, index): Inline[] => {
    return [...(index === 0 ? [] : [', ']), nameOfLine(line)];
  });
  const rest = lines.length - mostNames;
  return [heading, ...names, ...(rest > 0 ? [` and ${rest} more`] : []), '.'];
}

function smallPrint({ digest }: DigestView): Part {
  const { kind, openedAt, endedAt } = digest;
  const said: readonly Inline[] =
    kind === 'quiet-hours'
      ? ['as of ', moment(openedAt), ', kept up to date']
      : endedAt === undefined
        ? [
            'since ',
            moment(openedAt),
            ' · what else begins here joins this list, without a reply or an alert of its own, but for the first of a team or where it is protected',
          ]
        : ['from ', moment(openedAt), ' to ', moment(endedAt)];
  const shown = context([said]);
  return { importance: importance.smallPrint, blocks: shown === undefined ? [] : [shown] };
}

function problems(count: number): string {
  return count === 1 ? '1 problem' : `${count} problems`;
}

function ofThem(count: number): string {
  return `${count} of them ${count === 1 ? 'is' : 'are'}`;
}

function block(lines: readonly (readonly Inline[])[]) {
  const made = richText(lines.map(paragraph));
  return made === undefined ? [] : [made];
}
