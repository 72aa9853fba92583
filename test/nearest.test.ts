import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../src/nearest.ts';

describe('nearest', () => {
  it.each([
    ['servces', 'services'],
    ['Teams', 'teams'],
    ['paymets', 'payments'],
    ['log', 'log'],
    ['lgo', 'log'],
    ['gol', undefined],
    ['zebra', undefined],
    ['', undefined],
  ])('%s → %s', (word, expected) => {
    expect(nearest(word, ['services', 'teams', 'payments', 'log'])).toBe(expected);
  });

  it('says nothing when nothing is near', () => {
    expect(didYouMean('zebra', ['log'])).toBe('');
    expect(didYouMean('logs', ['log'])).toBe('; did you mean "log"?');
  });
});
