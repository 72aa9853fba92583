import { longestMuteMs, shortestMuteMs } from '../../../src/domain/quiet/mute.ts';
import type { MuteLength } from '../../../src/domain/quiet/mute-request.ts';

export type LengthReading =
  | { readonly kind: 'length'; readonly length: MuteLength }
  | { readonly kind: 'wrong'; readonly problem: string };

const pattern = /^(\d{1,12})(m|min|h|d)$/i;
const unitMs: Readonly<Record<string, number>> = { m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Whether a word is meant as a length of time: then it must be one, and is no part of a reason. */
export function isMeantAsLength(word: string): boolean {
  return /^[-+]?[\d.]/.test(word) || word.toLowerCase() === 'tomorrow';
}

/** `30m`, `2h`, `3d` or `tomorrow`. */
export function readLength(word: string): LengthReading {
  if (word.toLowerCase() === 'tomorrow') return { kind: 'length', length: { kind: 'tomorrow' } };
  const [, amount, unit = ''] = pattern.exec(word) ?? [];
  if (amount === undefined) {
    return wrong(`“${word.slice(0, 40)}” is no length of time that I know: write 30m, 2h, 3d or tomorrow.`);
  }
  const ms = Number(amount) * (unitMs[unit.toLowerCase()] ?? 0);
  if (ms < shortestMuteMs) return wrong('It must last 1 minute at least.');
  if (ms > longestMuteMs) return wrong('It can last 30 days at most, so that nobody forgets it.');
  return { kind: 'length', length: { kind: 'for', ms } };
}

function wrong(problem: string): LengthReading {
  return { kind: 'wrong', problem };
}
