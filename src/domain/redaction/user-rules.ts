import type { Finder, Finding } from './finding.ts';
import { betweenMarkers } from './marker.ts';

/** A rule of the configuration; the pattern's first group is hidden, or all that matched when it has none. */
export interface UserRule {
  readonly id: string;
  readonly pattern: string;
}

/** A pattern sees at most this much at once, so that the worst one costs a bounded time for each character. */
const window = 4_096;
/** What of a window is looked at again with the next one: a secret up to this length is not cut in half. */
const overlap = 1_024;

/** Throws SyntaxError on a pattern that is no regular expression. */
export function compileUserRule({ id, pattern }: UserRule): Finder {
  const expression = new RegExp(pattern, 'gd');
  return (line) =>
    merge(
      betweenMarkers(line).flatMap(({ at, text }) =>
        windowsOf(text).flatMap((from) =>
          [...text.slice(from, from + window).matchAll(expression)].map((match) => {
            const [start, end] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0];
            return { rule: id, start: at + from + start, end: at + from + end };
          }),
        ),
      ),
    );
}

function windowsOf(text: string): readonly number[] {
  const count = Math.max(1, Math.ceil((text.length - overlap) / (window - overlap)));
  return Array.from({ length: count }, (_, index) => index * (window - overlap));
}

/** Windows overlap, and so may what is found in them. */
function merge(findings: readonly Finding[]): readonly Finding[] {
  const merged: Finding[] = [];
  for (const finding of findings.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last !== undefined && finding.start < last.end) {
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, finding.end) };
    } else if (finding.end > finding.start) merged.push(finding);
  }
  return merged;
}
