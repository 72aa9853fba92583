import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLine, quoted } from '../../../src/domain/text/plain-text.ts';

describe('foreign text', () => {
  it.each([
    ['one\ntwo\r\nthree\u2028four', 'one two three four'],
    ['  NUL \u0000 and \u202eback ', 'NUL and back'],
    ['', ''],
  ])('is one line: %j', (text, line) => {
    expect(plainLine(text, 100)).toBe(line);
  });

  it('is cut between characters, and says so', () => {
    expect(plainLine('😀😀😀', 2)).toBe('😀😀…');
  });

  it('stays inside its quotes, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quoted(text)).toMatch(/^(`[^`\n\r]+`|–)$/);
      }),
    );
  });
});
