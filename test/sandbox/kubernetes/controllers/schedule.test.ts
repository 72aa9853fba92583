import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../../sandbox/kubernetes/controllers/cron-job/schedule.ts';

describe('a cron line', () => {
  test.each([
    ['* * * * *', '2026-03-10T10:00:30Z', '2026-03-10T10:01:00.000Z'],
    ['*/5 * * * *', '2026-03-10T10:00:00Z', '2026-03-10T10:05:00.000Z'],
    ['30 2 * * *', '2026-03-10T10:00:00Z', '2026-03-11T02:30:00.000Z'],
    ['0 9-17/4 * * mon-fri', '2026-03-13T17:00:00Z', '2026-03-16T09:00:00.000Z'],
    ['0 0 29 feb *', '2026-03-10T10:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 0 13 * 5', '2026-03-10T10:00:00Z', '2026-03-13T00:00:00.000Z'],
    ['0 0 1 * 2', '2026-03-10T10:00:00Z', '2026-03-17T00:00:00.000Z'],
    ['@hourly', '2026-03-10T10:00:00Z', '2026-03-10T11:00:00.000Z'],
  ])('%s after %s is next at %s', (line, at, next) => {
    expect(parseSchedule(line).next(new Date(at))?.toISOString()).toBe(next);
  });

  test('that never comes has no next time', () => {
    expect(parseSchedule('0 0 31 2 *').next(new Date('2026-03-10T10:00:00Z'))).toBeUndefined();
  });

  test.each([
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['61 * * * *', 'end of range (61) above maximum (59): 61'],
    ['x * * * *', 'failed to parse int from x'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ])('%s is refused', (line, message) => {
    expect(() => parseSchedule(line)).toThrow(message);
  });
});
