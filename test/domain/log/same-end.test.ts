import { describe, expect, it } from 'vitest';
import { isSameEnd } from '../../../src/domain/log/same-end.ts';
import { threadTimeOf } from '../../thread-time.ts';

const before = [
  '2026-01-02T03:04:05Z starting payments-api v43',
  'connecting to db-1:5432 as app',
  'request 123e4567-e89b-12d3-a456-426614174000 took 17 ms',
  'ERROR cannot connect to 10.0.0.7:5432 after 3 attempts',
  'fatal: giving up',
];

describe('two logs end alike', () => {
  it.each([
    ['when they are the same', before],
    ['whatever their times, numbers and addresses', before.map((line) => line.replaceAll(/\d/g, '9'))],
    ['with more digits', before.map((line) => line.replaceAll(/\d+/g, '123456'))],
    ['whatever came before the last lines', ['something else', 'altogether', ...before]],
    ['with blank lines and indentation', [...before.map((line) => `  ${line}`), '', '']],
  ])('%s', (_why, after) => {
    expect(isSameEnd(before, after)).toBe(true);
    expect(isSameEnd(after, before)).toBe(true);
  });
});

describe('two logs end otherwise', () => {
  it.each([
    ['with another last line', [...before.slice(0, -1), 'fatal: disk is full']],
    ['with a line more', [...before, 'segmentation fault']],
    ['when one of them is empty', []],
    ['with other words around the same numbers', before.map((line) => line.replace('connect', 'reach'))],
  ])('%s', (_why, after) => {
    expect(isSameEnd(before, after)).toBe(false);
  });

  it('in little time, whatever their lines are', () => {
    const hostile = Array.from({ length: 30 }, () => 'a.'.repeat(500));

    const tookMs = threadTimeOf(() => {
      expect(isSameEnd(hostile, [...hostile.slice(1), `${'a:'.repeat(500)}!`])).toBe(false);
    });

    expect(tookMs).toBeLessThan(500);
  });
});
