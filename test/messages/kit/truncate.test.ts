import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncate, truncateStart } from '../../../messages/kit/truncate.ts';

describe('truncate', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['one two three', 9, 'one two…'],
    ['ab😀cd', 4, 'ab…'],
    ['anything', 0, ''],
  ])('cuts %j at %d to %j', (text, max, cut) => {
    expect(truncate(text, max)).toBe(cut);
  });
});

describe('truncateStart', () => {
  it.each([
    ['short', 10, 'short'],
    ['one two three', 6, '…three'],
    ['ab😀cd', 4, '…cd'],
  ])('keeps the end of %j at %d: %j', (text, max, cut) => {
    expect(truncateStart(text, max)).toBe(cut);
  });
});

describe.each([
  ['truncate', truncate],
  ['truncateStart', truncateStart],
])('%s', (_name, cut) => {
  it('is never longer than asked and never halves a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, max) => {
        const shown = cut(text, Math.max(1, max));

        expect(shown.length).toBeLessThanOrEqual(Math.max(1, max));
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
});
