import type { HeaderBlock, KnownBlock } from '@slack/types';
import type { Overview, OverviewLine } from '../src/domain/home/overview.ts';
import type { Lock } from '../src/domain/lock/lock.ts';
import type { Mute } from '../src/domain/quiet/mute.ts';
import { endedLine, movingLine, redLine } from './home/line.ts';
import { refreshHomeAction } from './kit/action-id.ts';
import { button, context, plainText, row, section } from './kit/blocks.ts';
import { moment } from './kit/date.ts';
import { bold, type Inline, toMrkdwn } from './kit/inline.ts';
import { limits } from './kit/limits.ts';
import { paragraph, richText } from './kit/rich-text.ts';
import { lockSentence } from './lock.ts';
import { listedMute } from './mute.ts';
import { teamName } from './names.ts';

type Linked<Line> = Line & {
  /** Where its card is; absent while that is not posted. */
  readonly url?: string;
};

export interface LinkedOverview {
  readonly red: readonly Linked<Overview['red'][number]>[];
  readonly moving: readonly Linked<Overview['moving'][number]>[];
  readonly ended: readonly Linked<Overview['ended'][number]>[];
}

export type LinkedLine = Linked<OverviewLine>;

export interface HomeView {
  /** When this was so. */
  readonly at: number;
  /** From when on what ended is listed. */
  readonly since: number;
  /** The teams of who reads it. */
  readonly teams: readonly string[];
  /** Of those teams. */
  readonly own: LinkedOverview;
  readonly others: LinkedOverview;
  readonly locks: readonly Lock[];
  /** Of services. */
  readonly mutes: readonly Mute[];
}

export interface HomeStyle {
  /** `plain` for a workspace that does not take rich text. */
  readonly renderer: 'plan' | 'plain';
  readonly isShort: boolean;
}

/** How many lines of each kind are listed. Nobody reads more, and a tab takes 100 blocks and 250 kB. */
const most = { red: 20, moving: 10, ended: 25, held: 10 } as const;

/** A `home` view for views.publish. */
export function renderHome(view: HomeView, { renderer, isShort }: HomeStyle): object {
  const share = isShort ? 3 : 1;
  const groups = groupsOf(view, share);
  const draw = renderer === 'plain' ? plainBlock : richBlock;
  return {
    type: 'home',
    blocks: [
      ...present(context([['As of ', moment(view.at), '.']])),
      row([button({ actionId: refreshHomeAction, label: 'Refresh', value: 'home' })]),
      ...groups.flatMap(({ title, parts }) => [
        heading(title),
        ...parts.flatMap((part) => present(draw(part))),
      ]),
      ...present(
        context([
          ['What ended is listed since ', moment(view.since), '. /shipmate help says what else I can do.'],
        ]),
      ),
    ],
  };
}

interface Group {
  readonly title: string;
  /** Lists, each with its headline. */
  readonly parts: readonly (readonly (readonly Inline[])[])[];
}

function groupsOf({ teams, own, others, locks, mutes }: HomeView, share: number): readonly Group[] {
  const held = heldLines(locks, mutes, share);
  const holds: readonly Group[] = held.length === 0 ? [] : [{ title: 'Locks and mutes', parts: [held] }];
  if (teams.length === 0) return [{ title: 'All teams', parts: listsOf(others, share, false) }, ...holds];
  const names = teams.slice(0, 5).map(teamName).join(', ');
  return [
    {
      title: `${teams.length === 1 ? 'Your team' : 'Your teams'}: ${names}`,
      parts: listsOf(own, share, true),
    },
    { title: 'All other teams', parts: listsOf(others, share, false) },
    ...holds,
  ];
}

/** Why something fails is for the team whose service it is. */
function listsOf({ red, moving, ended }: LinkedOverview, share: number, isOwn: boolean): Group['parts'] {
  const lists = [
    list(
      'Needs somebody',
      red.map((line) => redLine(line, { isOwn })),
      most.red / share,
    ),
    list(
      'On its way',
      moving.map((line) => movingLine(line, { isOwn })),
      most.moving / share,
    ),
    list(
      `Since yesterday: ${tally(ended)}`,
      ended.map((line) => endedLine(line, { isOwn })),
      most.ended / share,
    ),
  ].filter((each) => each.length > 0);
  return lists.length > 0
    ? lists
    : [[['Nothing is red, nothing is on its way, and nothing shipped since yesterday.']]];
}

function list(
  title: string,
  lines: readonly (readonly Inline[])[],
  atMost: number,
): readonly (readonly Inline[])[] {
  return lines.length === 0 ? [] : [[bold(title)], ...firstOf(lines, atMost)];
}

function firstOf(lines: readonly (readonly Inline[])[], atMost: number): readonly (readonly Inline[])[] {
  const shown = lines.slice(0, Math.max(1, Math.floor(atMost)));
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [[`and ${rest} more`]] : [])];
}

/** `12 live, 1 rolled back` */
function tally(ended: LinkedOverview['ended']): string {
  const count = (how: LinkedOverview['ended'][number]['how'], words: string) => {
    const found = ended.filter((line) => line.how === how).length;
    return found === 0 ? [] : [`${found} ${words}`];
  };
  return [
    ...count('succeeded', 'live'),
    ...count('rolled-back', 'rolled back'),
    ...count('failed', 'failed'),
    ...count('timed-out', 'timed out'),
  ].join(', ');
}

function heldLines(locks: readonly Lock[], mutes: readonly Mute[], share: number) {
  const lines = [...locks.map(lockSentence), ...mutes.map(listedMute)].map((line) => ['○ ', ...line]);
  return firstOf(lines, most.held / share);
}

function heading(title: string): HeaderBlock {
  return { type: 'header', text: plainText(title, limits.header) };
}

function richBlock(lines: readonly (readonly Inline[])[]): KnownBlock | undefined {
  return richText(lines.map(paragraph));
}

function plainBlock(lines: readonly (readonly Inline[])[]): KnownBlock {
  return section(lines.map(toPlain).join('\n'));
}

function toPlain(line: readonly Inline[]): string {
  return line.map((piece) => (typeof piece === 'string' ? piece : plainPiece(piece))).join('');
}

function plainPiece(piece: Exclude<Inline, string>): string {
  return 'text' in piece ? piece.text : piece.kind === 'date' ? piece.fallback : toMrkdwn([piece]);
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
