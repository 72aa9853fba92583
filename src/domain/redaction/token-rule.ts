import type { Finder } from './finding.ts';

/** A secret that is known by its own form. */
export interface TokenRule {
  readonly id: string;
  /** One of these stands in every match; without one of them the pattern is not tried. */
  readonly hints: readonly string[];
  /** What its first group matches is hidden; without a group, all of it. */
  readonly pattern: RegExp;
  /** A last look at what matched, where the form alone is too common. */
  readonly isSecret?: (text: string) => boolean;
}

/**
 * Where a token may begin: not inside a word, but after an escaped line break or a percent-encoded character. The
 * pattern can then begin only once in a run of letters, which keeps runs of near misses linear.
 */
const start = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt])|(?<=%[0-9A-Fa-f]{2}))';

/** `form` must have a fixed beginning, one open repetition at most per run of characters, and nothing ambiguous. */
export function tokenPattern(form: string): RegExp {
  return new RegExp(`${start}${form}`, 'gd');
}

export function findTokens({ id, hints, pattern, isSecret }: TokenRule): Finder {
  return (line) => {
    if (!hints.some((hint) => line.includes(hint))) return [];
    return [...line.matchAll(pattern)].flatMap((match) => {
      const [begin, end] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0];
      if (isSecret !== undefined && !isSecret(line.slice(begin, end))) return [];
      return [{ rule: id, start: begin, end }];
    });
  };
}
