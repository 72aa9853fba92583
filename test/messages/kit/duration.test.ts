import { describe, expect, it } from 'vitest';
import { duration, took } from '../../../messages/kit/duration.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [400, '0 s'],
    [38 * second, '38 s'],
    [59.6 * second, '1 min'],
    [2 * minute + 40 * second, '2 min 40 s'],
    [15 * minute, '15 min'],
    [3 * hour, '3 h'],
    [3 * hour + 5 * minute + 59 * second, '3 h 5 min'],
    [47 * hour, '47 h'],
    [50 * hour, '2 days'],
    [-5 * second, '0 s'],
    [Number.NaN, '0 s'],
    [Number.POSITIVE_INFINITY, '0 s'],
  ])('of %d ms is %s', (ms, said) => {
    expect(duration(ms)).toBe(said);
  });
});

describe('what something took', () => {
  it.each([
    [0, ''],
    [999, ''],
    [-5 * second, ''],
    [Number.NaN, ''],
    [second, '1 s'],
    [2 * minute, '2 min'],
  ])('%d ms is %j', (ms, said) => {
    expect(took(ms)).toBe(said);
  });
});
