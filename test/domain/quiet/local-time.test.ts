import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  instantOf,
  localTimeAt,
  tomorrowMorning,
  weekdayOf,
} from '../../../src/domain/quiet/local-time.ts';

const zones = [
  'UTC',
  'Europe/Amsterdam',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
] as const;

function clock(text: string) {
  const [, year, month, day, hour, minute] = /^(\d+)-(\d+)-(\d+) (\d+):(\d+)$/.exec(text) ?? [];
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    minute: Number(hour) * 60 + Number(minute),
  };
}

describe('localTimeAt', () => {
  it.each([
    ['2026-07-01T12:00:00Z', 'Europe/Amsterdam', '2026-07-01 14:00'],
    ['2026-01-01T12:00:00Z', 'Europe/Amsterdam', '2026-01-01 13:00'],
    ['2026-01-01T00:15:59Z', 'America/New_York', '2025-12-31 19:15'],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01 05:45'],
    ['2026-03-29T01:00:00Z', 'Europe/Amsterdam', '2026-03-29 03:00'],
  ])('%s in %s is %s', (at, zone, expected) => {
    expect(localTimeAt(Date.parse(at), zone)).toEqual(clock(expected));
  });
});

describe('instantOf', () => {
  it.each([
    // On 29 March 2026 the clocks of Amsterdam go from 02:00 to 03:00, on 25 October from 03:00 back to 02:00.
    ['2026-03-29 01:59', 'Europe/Amsterdam', '2026-03-29T00:59:00Z', 'before the gap'],
    ['2026-03-29 02:30', 'Europe/Amsterdam', '2026-03-29T01:30:00Z', 'left out: 03:30 of summer'],
    ['2026-03-29 03:00', 'Europe/Amsterdam', '2026-03-29T01:00:00Z', 'after the gap'],
    ['2026-10-25 02:30', 'Europe/Amsterdam', '2026-10-25T00:30:00Z', 'twice: the first'],
    ['2026-10-25 03:00', 'Europe/Amsterdam', '2026-10-25T02:00:00Z', 'after both'],
    ['2026-10-24 24:00', 'Europe/Amsterdam', '2026-10-24T22:00:00Z', 'midnight as the end of a day'],
    ['2026-11-01 01:30', 'America/New_York', '2026-11-01T05:30:00Z', 'twice, behind UTC'],
    ['2026-03-08 02:30', 'America/New_York', '2026-03-08T07:30:00Z', 'left out, behind UTC'],
    ['2026-04-05 01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z', 'twice, by half an hour'],
    ['2026-01-01 00:00', 'UTC', '2026-01-01T00:00:00Z', 'no changes at all'],
  ])('%s in %s is %s (%s)', (local, zone, expected) => {
    expect(new Date(instantOf(clock(local), zone)).toISOString()).toBe(expected.replace('Z', '.000Z'));
  });

  it('undoes localTimeAt, but for the second of two equal times', () => {
    const minutes = integer({ min: Date.UTC(2012, 0, 1) / 60_000, max: Date.UTC(2036, 0, 1) / 60_000 });
    assert(
      property(minutes, constantFrom(...zones), (minute, zone) => {
        const at = minute * 60_000;
        const shown = localTimeAt(at, zone);

        const back = instantOf(shown, zone);

        expect(localTimeAt(back, zone)).toEqual(shown);
        expect([0, 30 * 60_000, 60 * 60_000]).toContain(at - back);
      }),
    );
  });
});

describe('tomorrowMorning', () => {
  it.each([
    ['2026-07-01T12:00:00Z', 'Europe/Amsterdam', '2026-07-02T07:00:00.000Z'],
    ['2026-07-01T22:30:00Z', 'Europe/Amsterdam', '2026-07-03T07:00:00.000Z'],
    ['2026-03-28T12:00:00Z', 'Europe/Amsterdam', '2026-03-29T07:00:00.000Z'],
    ['2026-10-24T12:00:00Z', 'Europe/Amsterdam', '2026-10-25T08:00:00.000Z'],
    ['2026-12-31T23:00:00Z', 'America/New_York', '2027-01-01T14:00:00.000Z'],
  ])('after %s in %s it is %s', (now, zone, expected) => {
    expect(new Date(tomorrowMorning(Date.parse(now), zone)).toISOString()).toBe(expected);
  });
});

describe('the calendar', () => {
  it('goes on over months, years and leap days', () => {
    expect(addDays(clock('2028-02-28 10:00'), 1)).toEqual(clock('2028-02-29 10:00'));
    expect(addDays(clock('2026-12-31 23:59'), 1)).toEqual(clock('2027-01-01 23:59'));
    expect(addDays(clock('2026-03-01 00:00'), -1)).toEqual(clock('2026-02-28 00:00'));
  });

  it('knows the day of the week', () => {
    expect(weekdayOf({ year: 2026, month: 3, day: 29 })).toBe(0);
    expect(weekdayOf({ year: 2026, month: 11, day: 23 })).toBe(1);
  });
});
