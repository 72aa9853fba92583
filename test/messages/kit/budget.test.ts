import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { section } from '../../../messages/kit/blocks.ts';
import { type Part, textLength, withinBudget } from '../../../messages/kit/budget.ts';
import { limits } from '../../../messages/kit/limits.ts';

const text = (length: number, letter = 'x'): KnownBlock => section(letter.repeat(length));
const letters = (blocks: readonly KnownBlock[]) =>
  blocks.map((block) => (block.type === 'section' ? block.text?.text[0] : undefined)).join('');

describe('a message that fits', () => {
  it('stays as it is', () => {
    const parts: Part[] = [
      { importance: 'required', blocks: [text(10, 'a')] },
      { importance: 1, blocks: [text(10, 'b')] },
    ];

    expect(letters(withinBudget(parts))).toBe('ab');
  });
});

describe('a message that is too long', () => {
  it('loses the least important part, and of equals the last', () => {
    const parts: Part[] = [
      { importance: 1, blocks: [text(3_000, 'a')] },
      { importance: 2, blocks: [text(3_000, 'b')] },
      { importance: 1, blocks: [text(3_000, 'c')] },
    ];

    expect(letters(withinBudget(parts))).toBe('ab');
  });

  it('is shortened before anything is lost', () => {
    const parts: Part[] = [
      { importance: 5, blocks: [text(3_000, 'a')], shorter: { importance: 1, blocks: [text(10, 'A')] } },
      { importance: 2, blocks: [text(3_000, 'b')] },
      { importance: 'required', blocks: [text(3_000, 'c')] },
    ];

    expect(letters(withinBudget(parts))).toBe('Abc');
  });

  it('keeps what is required, whatever happens', () => {
    const parts: Part[] = [
      { importance: 9, blocks: [text(3_000, 'a')] },
      { importance: 'required', blocks: [text(3_000, 'b'), text(3_000, 'c'), text(1_900, 'd')] },
    ];

    expect(letters(withinBudget(parts))).toBe('bcd');
  });

  it('is cut at the number of blocks that Slack takes', () => {
    const parts: Part[] = [
      { importance: 2, blocks: Array.from({ length: 30 }, () => text(1, 'a')) },
      { importance: 1, blocks: Array.from({ length: 30 }, () => text(1, 'b')) },
    ];

    expect(withinBudget(parts)).toHaveLength(30);
    expect(
      withinBudget([{ importance: 'required', blocks: Array.from({ length: 60 }, () => text(1)) }]),
    ).toHaveLength(limits.blocks);
  });
});

describe('textLength', () => {
  it('counts what a person reads, and not ids and types', () => {
    expect(textLength([{ type: 'plan', title: '12345', tasks: [{ task_id: 'row-1', title: '123' }] }])).toBe(
      8,
    );
  });
});
