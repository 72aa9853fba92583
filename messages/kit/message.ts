import type { KnownBlock } from '@slack/types';
import { type Part, withinBudget } from './budget.ts';
import { fingerprint } from './fingerprint.ts';
import { type Inline, toMrkdwn } from './inline.ts';
import { limits } from './limits.ts';

/** Block Kit as data. `text` is what notifications and screen readers get; both are always sent. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/**
 * A message within Slack's limits. `lines` are the fallback text, the most important first. `isShort` keeps to a third of
 * them, for what Slack refuses all the same.
 */
export function message(
  lines: readonly (readonly Inline[])[],
  parts: readonly Part[],
  isShort = false,
): Message {
  return {
    text: fallbackText(lines, isShort ? limits.shortText : limits.fallbackText),
    blocks: withinBudget(parts, isShort ? limits.shortBlockText : limits.blockText).map(withId),
  };
}

/** Whole lines only: a cut inside one could leave half an entity. */
function fallbackText(lines: readonly (readonly Inline[])[], most: number): string {
  let text = '';
  for (const line of lines.map(toMrkdwn).filter((each) => each.trim() !== '')) {
    const longer = text === '' ? line : `${text}\n${line}`;
    if (longer.length > most) break;
    text = longer;
  }
  return text === '' ? 'Shipmate' : text;
}

/**
 * Slack asks for a new block_id whenever a block's content changes; the same content keeps its id, so that the
 * same state renders to the same message. The position makes it unique.
 */
function withId(block: KnownBlock, index: number): KnownBlock {
  return block.block_id === undefined
    ? { ...block, block_id: `${block.type}-${index}-${fingerprint(JSON.stringify(block))}` }
    : block;
}
