import { textField } from './fields.ts';

const pattern = /^(\d{1,6})(ms|s|m|h|d)$/;
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What is shorter would not work, and what is longer nobody means. Both ends are allowed. */
export interface DurationRange {
  readonly least: string;
  readonly most: string;
  /** `0s` is allowed, too, and switches something off. */
  readonly orNone?: true;
}

/** `90s`, `15m`, `2h` in the file; milliseconds past it. */
export function durationField(byDefault: string, description: string, range: DurationRange) {
  return textField(`a duration like "90s", "15m" or "2h", ${words(range)}`, pattern)
    .refine((duration) => isWithin(toMilliseconds(duration), range), {
      error: `a duration ${words(range)}`,
      // What has not the form of a duration is told as that alone.
      when: ({ value }) => typeof value === 'string' && pattern.test(value),
    })
    .transform(toMilliseconds)
    .prefault(byDefault)
    .meta({ title: 'duration', description: `${description} Allowed: ${words(range)}.` });
}

function isWithin(milliseconds: number, { least, most, orNone }: DurationRange): boolean {
  if (milliseconds === 0) return orNone === true;
  return milliseconds >= toMilliseconds(least) && milliseconds <= toMilliseconds(most);
}

function words({ least, most, orNone }: DurationRange): string {
  return `from "${least}" to "${most}"${orNone === true ? ', or "0s"' : ''}`;
}

function toMilliseconds(duration: string): number {
  return parseDuration(duration) ?? Number.NaN;
}

/** Milliseconds of `90s` or `30d`; undefined for what is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, amount = '', unit = ''] = pattern.exec(text) ?? [];
  const unitLength = unitMs[unit];

  return unitLength === undefined ? undefined : Number(amount) * unitLength;
}

/** As it is written in the file, in the largest unit that it is whole in: `30m`, `1d`. */
export function durationText(milliseconds: number): string {
  const units = Object.entries(unitMs).toSorted(([, one], [, other]) => other - one);
  const [unit, length] = units.find(([, each]) => milliseconds % each === 0) ?? ['ms', 1];
  return milliseconds === 0 ? '0s' : `${milliseconds / length}${unit}`;
}
