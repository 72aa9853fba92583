/** What a clock on a wall shows, without saying where. The month counts from 1. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** From midnight; 1440 is the next day's midnight. */
  readonly minute: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What the clocks of an IANA time zone show at an instant, with its seconds left out. */
export function localTimeAt(at: number, timeZone: string): LocalTime {
  const local = new Date(at + offsetAt(at, timeZone));
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
  };
}

/** 0 is Sunday, as `Date` has it. */
export function weekdayOf({ year, month, day }: Omit<LocalTime, 'minute'>): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** The same time of day some days later by the calendar, which is not always a multiple of 24 hours later. */
export function addDays(local: LocalTime, days: number): LocalTime {
  const date = new Date(Date.UTC(local.year, local.month - 1, local.day + days));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    minute: local.minute,
  };
}

/**
 * The instant at which clocks of the zone show this. Of a time that comes twice in autumn, the first; for one that
 * spring leaves out, as much later as the clocks are put forward. So does java.time and what Temporal calls compatible.
 */
export function instantOf(local: LocalTime, timeZone: string): number {
  const { year, month, day, minute } = local;
  const shown = Date.UTC(year, month - 1, day) + minute * minuteMs;
  const before = shown - offsetAt(shown - dayMs, timeZone);
  const after = shown - offsetAt(shown + dayMs, timeZone);
  const exact = [before, after].filter((at) => at + offsetAt(at, timeZone) === shown);
  return exact.length === 0 ? before : Math.min(...exact);
}

/** Nine in the morning of the next day, by the clocks of the zone. */
export function tomorrowMorning(now: number, timeZone: string): number {
  return instantOf({ ...addDays(localTimeAt(now, timeZone), 1), minute: 9 * 60 }, timeZone);
}

/** Whether times of this zone can be told; other systems know zones that this one does not. */
export function isTimeZone(name: string): boolean {
  try {
    return formatter(name) !== undefined;
  } catch {
    return false;
  }
}

/** How far the clocks of the zone are ahead of UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name) ?? 0);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(at / 1_000) * 1_000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Made once for each zone, because making one takes longer than everything else here. */
function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}
