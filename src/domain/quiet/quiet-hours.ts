import { addDays, instantOf, type LocalTime, localTimeAt, weekdayOf } from './local-time.ts';

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export type Weekday = (typeof weekdays)[number];

/** A time that comes again each week. Begins on each of the days, and ends the next day when `to` is not later than `from`. */
export interface QuietWindow {
  readonly days: readonly Weekday[];
  /** Minutes from midnight. */
  readonly from: number;
  readonly to: number;
}

/** When nobody wants to be pinged, by the clocks of one time zone. */
export interface QuietHours {
  readonly timeZone: string;
  readonly windows: readonly QuietWindow[];
}

/** Windows that touch make one quiet time; one without an end is told a week at a time. */
const longestMs = 7 * 24 * 60 * 60_000;

/** When the quiet time that is now comes to its end; undefined when it is not quiet. */
export function quietUntil(hours: QuietHours, now: number): number | undefined {
  let until: number | undefined;
  let next = endOfWindowsAt(hours, now);
  while (next !== undefined) {
    until = next;
    next = until - now < longestMs ? endOfWindowsAt(hours, until) : undefined;
  }
  return until;
}

/** The latest end of the windows that hold this instant: those that began today, and those of yesterday. */
function endOfWindowsAt({ timeZone, windows }: QuietHours, at: number): number | undefined {
  const today = localTimeAt(at, timeZone);
  const ends = [addDays(today, -1), today].flatMap((date) =>
    windows
      .filter(({ days }) => days.some((day) => weekdays.indexOf(day) === weekdayOf(date)))
      .map((window) => spanOf(window, date, timeZone))
      .filter(({ start, end }) => start <= at && at < end)
      .map(({ end }) => end),
  );
  return ends.length === 0 ? undefined : Math.max(...ends);
}

function spanOf({ from, to }: QuietWindow, date: LocalTime, timeZone: string) {
  const last = to > from ? date : addDays(date, 1);
  return {
    start: instantOf({ ...date, minute: from }, timeZone),
    end: instantOf({ ...last, minute: to }, timeZone),
  };
}
