import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goDuration } from '../../../src/adapters/kubernetes/go-duration.ts';

describe('how long a pause lasts', () => {
  it.each([
    [90, 90_000],
    ['90', 90_000],
    ['30s', 30_000],
    ['1h30m', 5_400_000],
    ['1.5m', 90_000],
    ['250ms', 250],
  ])('%j is %d ms', (value, ms) => {
    expect(goDuration(value)).toBe(ms);
  });

  it.each([
    [0],
    [-5],
    [''],
    ['soon'],
    ['5 m'],
    ['m'],
    ['0s'],
    [null],
    [undefined],
    [{}],
    [Number.NaN],
    ['9'.repeat(400)],
  ])('%j is none', (value) => {
    expect(goDuration(value)).toBeUndefined();
  });

  it('is a positive whole number for anything that is one', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const ms = goDuration(value);
        expect(ms === undefined || (Number.isInteger(ms) && ms > 0)).toBe(true);
      }),
    );
  });
});
