import type { MuteLength } from '../../../src/domain/quiet/mute-request.ts';
import { isMeantAsLength, readLength } from './length.ts';

/** For how long, and why; the reason is empty when none was given. */
export type WishReading =
  | { readonly kind: 'wish'; readonly length: MuteLength; readonly reason: string }
  | { readonly kind: 'wrong'; readonly problem: string };

const longestReason = 500;

/** `[[for] <length>] [reason …]`, as it stands after what a mute or a lock is of. */
export function readWish(words: readonly string[], byDefault: MuteLength): WishReading {
  const rest = words[0]?.toLowerCase() === 'for' && isMeantAsLength(words[1] ?? '') ? words.slice(1) : words;
  const [first = '', ...others] = rest;
  if (!isMeantAsLength(first)) {
    return isPlace(rest) ? wrong(rest) : { kind: 'wish', length: byDefault, reason: reasonOf(rest) };
  }
  const read = readLength(first);
  if (read.kind === 'wrong') return read;
  return isPlace(others) ? wrong(others) : { kind: 'wish', length: read.length, reason: reasonOf(others) };
}

/** `in`, `in dev`: meant as the place, and as a reason it would say nothing while something else is muted or locked. */
function isPlace(words: readonly string[]): boolean {
  return words[0]?.toLowerCase() === 'in' && words.length <= 2;
}

function wrong([, environment]: readonly string[]): WishReading {
  const problem =
    environment === undefined
      ? 'In which environment? Its name is missing after “in”.'
      : 'I understand one environment only, and only right after the service.';
  return { kind: 'wrong', problem };
}

function reasonOf(words: readonly string[]): string {
  return words.join(' ').slice(0, longestReason).toWellFormed();
}
