import type { KnownBlock } from '@slack/types';
import { limits } from './limits.ts';

/** Blocks that stand or fall together. */
export interface Part {
  /** When a message is too long, the lowest goes first; `required` stays. */
  readonly importance: number | 'required';
  readonly blocks: readonly KnownBlock[];
  /** Says the same in less. Taken at an importance of its own, so that many parts can shrink before one is lost. */
  readonly shorter?: { readonly importance: number; readonly blocks: readonly KnownBlock[] };
}

/** The blocks of all parts, in their order, within what Slack takes: the least important are shortened, then dropped. */
export function withinBudget(parts: readonly Part[], mostText: number = limits.blockText): KnownBlock[] {
  let kept = parts;
  while (isTooMuch(kept, mostText)) {
    const least = leastImportant(kept);
    if (least === undefined) break;
    kept = kept.flatMap((part) => (part === least ? lessened(part) : [part]));
  }
  return kept.flatMap(({ blocks }) => blocks).slice(0, limits.blocks);
}

function lessened({ importance, shorter }: Part): readonly Part[] {
  return shorter === undefined ? [] : [{ importance, blocks: shorter.blocks }];
}

function isTooMuch(parts: readonly Part[], mostText: number): boolean {
  const blocks = parts.flatMap((part) => part.blocks);
  return blocks.length > limits.blocks || textLength(blocks) > mostText;
}

/** The last among equals: what comes first in a message is what people look at. */
function leastImportant(parts: readonly Part[]): Part | undefined {
  const lowest = Math.min(...parts.map(cost));
  return lowest === Number.POSITIVE_INFINITY ? undefined : parts.findLast((part) => cost(part) === lowest);
}

/** What it costs to make this part less. */
function cost({ importance, shorter }: Part): number {
  if (shorter !== undefined) return shorter.importance;
  return importance === 'required' ? Number.POSITIVE_INFINITY : importance;
}

/** The characters of everything a person reads in these blocks. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, each]) => {
    const isRead = typeof each === 'string' && (key === 'text' || key === 'title');
    return sum + (isRead ? each.length : textLength(each));
  }, 0);
}
