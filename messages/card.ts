import type { KnownBlock } from '@slack/types';
import { buildStatus } from '../src/domain/build/record-step.ts';
import type { Card, Release, Rollout } from '../src/domain/release/card.ts';
import { buildState } from './card/build-state.ts';
import { footer } from './card/footer.ts';
import { identityLine } from './card/identity.ts';
import { releaseState } from './card/release-state.ts';
import { rowsOf } from './card/row.ts';
import { type CardStyle, rowBlocks } from './card/rows.ts';
import { troubleParts } from './card/trouble.ts';
import { wayBack } from './card/way-back.ts';
import type { Part } from './kit/budget.ts';
import type { Inline } from './kit/inline.ts';
import { type Message, message } from './kit/message.ts';
import { paragraph, type RichPart, richText } from './kit/rich-text.ts';
import { problemSentence } from './problem.ts';

const mostStates = 8;

/** The one message that follows a version, as it should look now. The same state renders to the same message. */
export function renderCard(card: Card, now: number, style: CardStyle): Message {
  const states = stateLines(card, now);
  const fallback = [identityLine(card), ...states, ...problemLines(card)];
  return message(fallback, [
    head(card, states),
    { importance: 6, blocks: rowBlocks(rowsOf(card), style) },
    ...card.releases.flatMap((release) =>
      release.rollouts.flatMap((each) => rolloutParts(card, release, each)),
    ),
    { importance: 2, blocks: present(footer(card, now)) },
  ]);
}

function head(card: Card, states: readonly (readonly Inline[])[]): Part {
  const lines = states.slice(0, mostStates).flatMap((line): readonly Inline[] => ['\n', ...line]);
  return {
    importance: 'required',
    blocks: present(richText([paragraph([...identityLine(card), ...lines])])),
  };
}

function stateLines(card: Card, now: number): readonly (readonly Inline[])[] {
  const releases = card.releases.map((release) => releaseState(card, release, now));
  const isBuildNews =
    card.build !== undefined && (releases.length === 0 || buildStatus(card.build) === 'failed');
  return isBuildNews && card.build !== undefined ? [buildState(card.build), ...releases] : releases;
}

/** The evidence goes before the way back does. */
function rolloutParts(card: Card, release: Release, rollout: Rollout): readonly Part[] {
  const parts = troubleParts(card, release, rollout);
  const sentences = parts.filter(({ type }) => type !== 'rich_text_preformatted');
  return [
    { importance: 4, blocks: block(parts), shorter: block(sentences) },
    { importance: 8, blocks: wayBack(card, release, rollout) },
  ];
}

function problemLines(card: Card): readonly (readonly Inline[])[] {
  const active = card.releases.flatMap(({ rollouts }) =>
    rollouts.flatMap(({ problems }) => problems.filter(({ recoveredAt }) => recoveredAt === undefined)),
  );
  return active.slice(0, 3).map(({ problem }) => [problemSentence(problem, card.version.label)]);
}

function block(parts: readonly RichPart[]): readonly KnownBlock[] {
  return present(richText(parts));
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
