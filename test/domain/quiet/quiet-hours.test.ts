import { array, assert, constantFrom, integer, property, record, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type QuietHours,
  type QuietWindow,
  quietUntil,
  type Weekday,
  weekdays,
} from '../../../src/domain/quiet/quiet-hours.ts';

const workdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];
const at = (hour: number, minute = 0) => hour * 60 + minute;

function nights(timeZone = 'Europe/Amsterdam', days: readonly Weekday[] = workdays): QuietHours {
  return { timeZone, windows: [{ days, from: at(22), to: at(8) }] };
}

/** Empty when it is not quiet. */
function until(hours: QuietHours, now: string): string {
  const end = quietUntil(hours, Date.parse(now));
  return end === undefined ? '' : new Date(end).toISOString().replace('.000Z', 'Z');
}

describe('quietUntil', () => {
  it.each([
    ['2026-11-23T20:59:59Z', '', 'one second before'],
    ['2026-11-23T21:00:00Z', '2026-11-24T07:00:00Z', 'from the first second'],
    [
      '2026-11-24T02:00:00Z',
      '2026-11-24T07:00:00Z',
      'after midnight, for the night that began the day before',
    ],
    ['2026-11-24T07:00:00Z', '', 'the end belongs to the day'],
    ['2026-11-23T02:00:00Z', '', 'the night before Monday began on Sunday, which is none of the days'],
    ['2026-11-28T02:00:00Z', '2026-11-28T07:00:00Z', "Friday's night ends on Saturday"],
    ['2026-11-28T21:30:00Z', '', 'Saturday is none of the days'],
  ])('at %s: %s (%s)', (now, expected) => {
    expect(until(nights(), now)).toBe(expected);
  });

  it.each([
    // The night is an hour shorter and an hour longer; it ends by the clock on the wall.
    ['2026-03-28T22:30:00Z', '2026-03-29T06:00:00Z', 'spring'],
    ['2026-10-24T21:30:00Z', '2026-10-25T07:00:00Z', 'autumn'],
  ])('at %s, over the change of the clocks: %s (%s)', (now, expected) => {
    expect(until(nights('Europe/Amsterdam', weekdays), now)).toBe(expected);
  });

  it.each([
    ['2026-03-29T00:59:00Z', ''],
    ['2026-03-29T01:00:00Z', ''],
    ['2026-03-29T01:30:00Z', '2026-03-29T02:00:00Z'],
  ])('a beginning that spring leaves out comes late: %s', (now, expected) => {
    const hours = { timeZone: 'Europe/Amsterdam', windows: [{ days: weekdays, from: at(2, 30), to: at(4) }] };

    expect(until(hours, now)).toBe(expected);
  });

  it('an end that comes twice in autumn is the first of the two', () => {
    const hours = {
      timeZone: 'Europe/Amsterdam',
      windows: [{ days: weekdays, from: at(22), to: at(2, 30) }],
    };

    expect(until(hours, '2026-10-25T00:10:00Z')).toBe('2026-10-25T00:30:00Z');
    expect(until(hours, '2026-10-25T01:10:00Z')).toBe('');
  });

  it('windows that touch or overlap are one quiet time', () => {
    const weekend: QuietHours = {
      timeZone: 'Europe/Amsterdam',
      windows: [...nights().windows, { days: ['sat', 'sun'], from: 0, to: at(24) }],
    };

    expect(until(weekend, '2026-11-27T21:00:00Z')).toBe('2026-11-29T23:00:00Z');
  });

  it('equal times are a whole day', () => {
    const hours: QuietHours = { timeZone: 'UTC', windows: [{ days: ['sat'], from: at(8), to: at(8) }] };

    expect(until(hours, '2026-11-28T08:00:00Z')).toBe('2026-11-29T08:00:00Z');
    expect(until(hours, '2026-11-28T07:59:00Z')).toBe('');
  });

  it('a week without an end is told in parts, and is quiet at each', () => {
    const always: QuietHours = { timeZone: 'UTC', windows: [{ days: weekdays, from: 0, to: at(24) }] };
    const now = Date.parse('2026-11-28T08:00:00Z');

    const end = quietUntil(always, now) ?? 0;

    expect(end).toBeGreaterThan(now);
    expect(quietUntil(always, end)).toBeGreaterThan(end);
  });

  it('is quiet until the end that it names, and not at that end', () => {
    const window = record<QuietWindow>({
      days: uniqueArray(constantFrom(...weekdays), { minLength: 1, maxLength: 4 }),
      from: integer({ min: 0, max: 1_439 }),
      to: integer({ min: 0, max: 1_440 }),
    });
    const instants = integer({ min: Date.UTC(2026, 0, 1) / 1_000, max: Date.UTC(2028, 0, 1) / 1_000 });
    const zone = constantFrom('UTC', 'Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe');
    assert(
      property(array(window, { maxLength: 3 }), zone, instants, (windows, timeZone, seconds) => {
        const hours = { timeZone, windows };
        const now = seconds * 1_000;

        const end = quietUntil(hours, now);

        if (end === undefined) return;
        expect(end).toBeGreaterThan(now);
        // A time without an end is told in parts.
        if (end - now >= 7 * 24 * 60 * 60_000) return;
        expect(quietUntil(hours, (now + end) / 2)).toBeDefined();
        expect(quietUntil(hours, end - 1)).toBe(end);
        expect(quietUntil(hours, end)).toBeUndefined();
      }),
    );
  });
});
