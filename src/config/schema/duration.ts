import { textField } from './fields.ts';

const pattern = /^(\d{1,6})(ms|s|m|h|d)$/;
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `15m`, `2h` in the file; milliseconds past it. */
export function durationField(byDefault: string, description: string) {
  return textField('a duration like "90s", "15m" or "2h"', pattern)
    .transform(toMilliseconds)
    .prefault(byDefault)
    .meta({ title: 'duration', description });
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
