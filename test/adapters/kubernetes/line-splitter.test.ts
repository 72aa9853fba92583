import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from '../../../src/adapters/kubernetes/line-splitter.ts';

function split(chunks: readonly Buffer[], maxBytes = 1_000): string[] {
  const splitter = createLineSplitter(maxBytes);
  const lines: string[] = [];
  for (const chunk of chunks) {
    splitter.push(chunk, (line) => {
      lines.push(line.toString());
      return 'go-on';
    });
  }
  return lines;
}

describe('the line splitter', () => {
  it('does not care where the chunks end', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\n', ''));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(9), { minLength: 1 }), (lines, sizes) => {
        const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''));
        const chunks: Buffer[] = [];
        for (let at = 0; at < bytes.length; ) {
          const size = (sizes[chunks.length % sizes.length] ?? 0) + 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }

        expect(split(chunks)).toEqual(lines);
      }),
    );
  });

  it('keeps an unfinished line for itself', () => {
    expect(split([Buffer.from('one\ntw')])).toEqual(['one']);
  });

  it('does not hold a line without end, and finds the next one', () => {
    const chunks = ['x'.repeat(600), 'x'.repeat(600), 'x'.repeat(600), 'end\nnext\n'];

    const lines = split(chunks.map((chunk) => Buffer.from(chunk)));

    expect(lines).toEqual(['', 'next']);
  });

  it('goes no further when nobody wants more', () => {
    const lines: string[] = [];

    const answer = createLineSplitter(100).push(Buffer.from('one\ntwo\n'), (line) => {
      lines.push(line.toString());
      return 'stop';
    });

    expect(answer).toBe('stop');
    expect(lines).toEqual(['one']);
  });
});
