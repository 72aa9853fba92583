/** A cron line of five fields, in UTC. */
export interface Schedule {
  /** The first minute after `at` that the line names; undefined when there is none within five years. */
  next(at: Date): Date | undefined;
}

const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  least: number;
  most: number;
  names: readonly string[];
}

const fields: readonly Field[] = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: weekdays },
];

function numberOf(text: string, { least, names }: Field): number {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + least;
  if (!/^\d+$/.test(text))
    throw new Error(`failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`);
  return Number(text);
}

function rangeOf(text: string, field: Field, hasStep: boolean): [from: number, to: number] {
  if (text === '*' || text === '?') return [field.least, field.most];
  const [first = '', last] = text.split('-');
  const from = numberOf(first, field);
  if (last !== undefined) return [from, numberOf(last, field)];
  return [from, hasStep ? field.most : from];
}

function valuesOf(text: string, field: Field): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/');
    const [from, to] = rangeOf(range, field, step !== undefined);
    if (from < field.least)
      throw new Error(`beginning of range (${from}) below minimum (${field.least}): ${part}`);
    if (to > field.most) throw new Error(`end of range (${to}) above maximum (${field.most}): ${part}`);
    if (from > to) throw new Error(`beginning of range (${from}) beyond end of range (${to}): ${part}`);
    const stride = step === undefined ? 1 : Number(step);
    if (!(stride >= 1)) throw new Error(`step of range should be a positive number: ${part}`);
    for (let value = from; value <= to; value += stride) values.add(value);
  }
  return values;
}

const dayMs = 86_400_000;
const searchedDays = 5 * 366;

/** Reads a cron line; an Error says what is wrong with it in the words of the library that Kubernetes uses. */
export function parseSchedule(line: string): Schedule {
  const expanded = macros[line.trim()] ?? line.trim();
  const parts = expanded.split(/\s+/);
  if (parts.length !== 5)
    throw new Error(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  const sets = fields.map((field, index) => valuesOf(parts[index] ?? '', field));
  const isIn = (index: number, value: number) => sets[index]?.has(value) === true;
  const isOpen = (index: number) => /^[*?]/.test(parts[index] ?? '');

  /** With both day fields restricted either of them is enough. */
  function isDay(day: Date): boolean {
    if (!isIn(3, day.getUTCMonth() + 1)) return false;
    const [inMonth, inWeek] = [isIn(2, day.getUTCDate()), isIn(4, day.getUTCDay())];
    return isOpen(2) || isOpen(4) ? inMonth && inWeek : inMonth || inWeek;
  }

  function minuteOn(day: number, after: number): Date | undefined {
    for (let minute = 0; minute < 1440; minute += 1) {
      const at = day + minute * 60_000;
      if (at > after && isIn(1, Math.floor(minute / 60)) && isIn(0, minute % 60)) return new Date(at);
    }
    return undefined;
  }

  return {
    next(at) {
      const first = Math.floor(at.getTime() / dayMs) * dayMs;
      for (let count = 0; count <= searchedDays; count += 1) {
        const day = first + count * dayMs;
        const found = isDay(new Date(day)) ? minuteOn(day, at.getTime()) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}
