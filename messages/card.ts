import type { KnownBlock } from '@slack/types';
import { buildStatus } from '../src/domain/build/record-step.ts';
import type { Card, Release, Rollout } from '../src/domain/release/card.ts';
import { isInTrouble } from '../src/domain/release/follow-rollout.ts';
import { buildState } from './card/build-state.ts';
import { footer } from './card/footer.ts';
import { identityLine } from './card/identity.ts';
import { lockBlocks } from './card/lock.ts';
import { quietBlocks } from './card/quiet.ts';
import { releaseState } from './card/release-state.ts';
import { fewRows, rowsOf } from './card/row.ts';
import { type CardStyle, rowBlocks } from './card/rows.ts';
import { suspensionBlocks } from './card/suspension.ts';
import { activeProblems, tenseOf, troubleParts } from './card/trouble.ts';
import { wayBack } from './card/way-back.ts';
import type { Part } from './kit/budget.ts';
import type { Inline } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, type RichPart, richText } from './kit/rich-text.ts';
import type { Late } from './late-line.ts';
import { problemSentence } from './problem.ts';

/** What the way to Slack asks of a card. */
export interface CardManner {
  /** Slack refused it as too long. */
  readonly isShort?: boolean;
  readonly late?: Late;
}

const mostStates = 8;

/** What gives way first when a card is too long: the lowest. */
const importance = { allRows: 1, footer: 2, logs: 3, rows: 4, trouble: 5, quiet: 6, wayBack: 7 } as const;

/**
 * The one message that follows a version, as it should look now. The same state renders to the same message at any
 * time: running times are Slack's own dates.
 */
export function renderCard(card: Card, _now: number, style: CardStyle, manner: CardManner = {}): Message {
  const states = stateLines(card);
  const rollouts = card.releases.flatMap((release) =>
    release.rollouts.map((rollout) => ({ release, rollout })),
  );
  const worstFirst = rollouts.toSorted((left, right) => urgency(left.rollout) - urgency(right.rollout));
  return message(
    [identityLine(card), ...states, ...problemLines(card)],
    [
      head(card, states),
      rowsPart(card, style),
      ...worstFirst.flatMap(({ release, rollout }) => rolloutParts(card, release, rollout)),
      { importance: importance.quiet, blocks: quietBlocks(card) },
      { importance: importance.footer, blocks: present(footer(card, manner.late)) },
    ],
    manner.isShort,
  );
}

function head(card: Card, states: readonly (readonly Inline[])[]): Part {
  const lines = states.slice(0, mostStates).flatMap((line): readonly Inline[] => ['\n', ...line]);
  return {
    importance: 'required',
    blocks: present(richText([paragraph([...identityLine(card), ...lines])])),
  };
}

function stateLines(card: Card): readonly (readonly Inline[])[] {
  const releases = card.releases.map((release) => releaseState(card, release));
  const isBuildNews =
    card.build !== undefined && (releases.length === 0 || buildStatus(card.build) === 'failed');
  return isBuildNews && card.build !== undefined ? [buildState(card.build), ...releases] : releases;
}

function rowsPart(card: Card, style: CardStyle): Part {
  const rows = rowsOf(card);
  return {
    importance: importance.rows,
    blocks: rowBlocks(rows, style),
    shorter: { importance: importance.allRows, blocks: rowBlocks(fewRows(rows), style) },
  };
}

/** The evidence goes before the sentence does, and the sentence before the way back. */
function rolloutParts(card: Card, release: Release, rollout: Rollout): readonly Part[] {
  const whole = troubleParts(card, release, rollout, { withLogs: true });
  const sentences = troubleParts(card, release, rollout, { withLogs: false });
  return [
    {
      importance: importance.trouble,
      blocks: block(whole),
      shorter: { importance: importance.logs, blocks: block(sentences) },
    },
    { importance: importance.wayBack, blocks: wayBack(card, release, rollout) },
    { importance: importance.wayBack, blocks: suspensionBlocks(card, rollout) },
    { importance: importance.wayBack, blocks: lockBlocks(release, rollout) },
  ];
}

function urgency(rollout: Rollout): number {
  return isInTrouble(rollout) ? 0 : 1;
}

function problemLines(card: Card): readonly (readonly Inline[])[] {
  const active = card.releases.flatMap(({ rollouts }) =>
    rollouts.flatMap((rollout) => activeProblems(rollout).map(({ problem }) => ({ problem, rollout }))),
  );
  return active
    .slice(0, 3)
    .map(({ problem, rollout }) => [problemSentence(problem, card.version.label, tenseOf(rollout))]);
}

function block(parts: readonly RichPart[]): readonly KnownBlock[] {
  return present(richText(parts));
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
