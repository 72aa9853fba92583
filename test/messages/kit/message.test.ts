import { describe, expect, it } from 'vitest';
import { section } from '../../../messages/kit/blocks.ts';
import { limits } from '../../../messages/kit/limits.ts';
import { message } from '../../../messages/kit/message.ts';

const part = { importance: 'required', blocks: [section('the same'), section('the same')] } as const;

describe('a message', () => {
  it('gives the same block the same id, and two blocks two', () => {
    const [first, second] = message([['said']], [part]).blocks;
    const [again] = message([['said otherwise']], [part]).blocks;

    expect(first?.block_id).toBe(again?.block_id);
    expect(first?.block_id).not.toBe(second?.block_id);
  });

  it('has a text of whole lines within the limit', () => {
    const lines = Array.from({ length: 100 }, (_, index) => [`line ${index} <!channel> ${'x'.repeat(40)}`]);

    const { text } = message(lines, [part]);

    expect(text.length).toBeLessThanOrEqual(limits.fallbackText);
    expect(text.split('\n').every((line) => /^line \d+ &lt;!channel&gt; x{40}$/.test(line))).toBe(true);
  });

  it('never has an empty text, which Slack refuses', () => {
    expect(message([[''], ['  ']], [part]).text).toBe('Shipmate');
  });
});
