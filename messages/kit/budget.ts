import type { KnownBlock } from '@slack/types';
import { limits } from './limits.ts';

/** Blocks that stand or fall together. */
export interface Part {
  /** The lowest goes first when a message is too long; `required` stays. */
  readonly importance: number | 'required';
  readonly blocks: readonly KnownBlock[];
  /** Says the same in less; tried before the part is dropped. */
  readonly shorter?: readonly KnownBlock[];
}

/** The blocks of all parts, in their order, within what Slack takes: the least important are shortened, then dropped. */
export function withinBudget(parts: readonly Part[]): KnownBlock[] {
  let kept = [...parts];
  while (isTooMuch(kept)) {
    const least = leastImportant(kept);
    if (least === undefined) break;
    const { shorter, ...rest } = least;
    kept = kept.flatMap((part) => {
      if (part !== least) return [part];
      return shorter === undefined ? [] : [{ ...rest, blocks: shorter }];
    });
  }
  return kept.flatMap(({ blocks }) => blocks).slice(0, limits.blocks);
}

function isTooMuch(parts: readonly Part[]): boolean {
  const blocks = parts.flatMap((part) => part.blocks);
  return blocks.length > limits.blocks || textLength(blocks) > limits.blockText;
}

/** The last among equals: what comes first in a message is what people look at. */
function leastImportant(parts: readonly Part[]): Part | undefined {
  const weight = ({ importance }: Part) =>
    importance === 'required' ? Number.POSITIVE_INFINITY : importance;
  const droppable = parts.filter(({ importance }) => importance !== 'required');
  const lowest = Math.min(...droppable.map(weight));
  return droppable.findLast((part) => weight(part) === lowest);
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
