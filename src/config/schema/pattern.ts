import { z } from 'zod';

const what = 'a regular expression as JavaScript writes it, without slashes';

/** A regular expression that a hostile log cannot make slow. Kept as text; compiled where it is used. */
export function patternField() {
  return z
    .string({ error: what })
    .min(1, { error: what })
    .max(500, { error: 'a regular expression of at most 500 characters' })
    .refine(compiles, { error: `${what}; this one cannot be compiled`, abort: true })
    .refine(hasNoLookAround, {
      error:
        'a regular expression without look-around and back references; put "( )" around the part to hide instead',
      abort: true,
    })
    .refine(hasNoNestedRepetition, {
      error:
        'a regular expression without a repetition or "|" inside a repeated group, such as "(a+)+": a log line could make it run for hours',
    })
    .meta({ title: 'regular expression' });
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

function hasNoLookAround(pattern: string): boolean {
  return !/\(\?<?[=!]|\\[1-9]|\\k</.test(pattern.replaceAll('\\\\', ''));
}

/** A group, a character class with its brackets, an escape, a quantifier, or one character. */
const piece = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<\w+>|:))?|\)|\{\d+(?:,\d*)?\}|[\s\S]/g;

/**
 * Repetition inside repetition takes exponential time. The linear engine, which takes over from the usual one when
 * that goes back too often, is experimental in V8; a pattern that needs it is refused.
 */
function hasNoNestedRepetition(pattern: string): boolean {
  /** Of each open group, whether what it matches varies. */
  const open: boolean[] = [];
  const pieces = pattern.match(piece) ?? [];
  return pieces.every((each, index) => {
    if (each.startsWith('(')) open.push(false);
    const isVaried = each === ')' ? (open.pop() ?? false) : each === '|' || repeats(each);
    if (isVaried) markLast(open);
    return each !== ')' || !isVaried || !repeats(pieces[index + 1] ?? '');
  });
}

function markLast(open: boolean[]): void {
  if (open.length > 0) open[open.length - 1] = true;
}

function repeats(quantifier: string): boolean {
  if (quantifier === '*' || quantifier === '+') return true;
  const [, least, , most] = /^\{(\d+)(,(\d*))?\}$/.exec(quantifier) ?? [];
  if (least === undefined) return false;
  return most === '' || Number(most ?? least) > 20;
}
