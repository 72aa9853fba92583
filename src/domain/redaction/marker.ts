import { type Finding, type Hiding, united } from './finding.ts';

const markerStart = '[hidden: ';
const marker = /\[hidden: [a-z0-9-]{1,64}\]/g;
const oneMarker = /\[hidden: [a-z0-9-]{1,64}\]/y;

/** What a person reads in place of a secret. */
export function markerOf(rule: string): string {
  return `${markerStart}${rule}]`;
}

/** The index after the marker that begins at `at`, or `at` when none does. */
export function afterMarker(line: string, at: number): number {
  if (!line.startsWith(markerStart, at)) return at;
  oneMarker.lastIndex = at;
  return oneMarker.test(line) ? oneMarker.lastIndex : at;
}

/** Where one of the characters stands next, markers left aside; -1 when none does within `most` characters. */
export function indexOutsideMarkers(line: string, marks: string, from: number, most = Infinity): number {
  const until = Math.min(line.length, from + most);
  let at = from;
  while (at < until) {
    const skipped = afterMarker(line, at);
    if (skipped === at && marks.includes(line[at] ?? '')) return at;
    at = Math.max(skipped, at + 1);
  }
  return -1;
}

/** Whether nothing is left in the text that could be hidden: only markers and what stands between them. */
export function isHidden(text: string): boolean {
  if (!text.includes(markerStart)) return false;
  return !/[A-Za-z0-9]/.test(text.replaceAll(marker, '').replaceAll(/\\[nrt]/g, ''));
}

/** The parts of the line that are no markers, with where they begin. */
export function betweenMarkers(line: string): readonly { readonly at: number; readonly text: string }[] {
  const parts: { at: number; text: string }[] = [];
  let at = 0;
  for (const match of line.matchAll(marker)) {
    if (match.index > at) parts.push({ at, text: line.slice(at, match.index) });
    at = match.index + match[0].length;
  }
  if (at < line.length) parts.push({ at, text: line.slice(at) });
  return parts;
}

/** Puts markers in place of what was found, overlapping or not. What is hidden already stays as it is. */
export function hideFindings(line: string, findings: readonly Finding[], hiding: Hiding): string {
  const kept: string[] = [];
  let from = 0;
  const secrets = findings.filter(({ start, end }) => {
    const secret = line.slice(start, end);
    return secret !== '' && !isHidden(secret) && !hiding.isAllowed(secret);
  });
  for (const { rule, start, end } of united(secrets)) {
    kept.push(line.slice(from, start), markerOf(rule));
    hiding.onHidden(rule);
    from = end;
  }
  return from === 0 ? line : kept.join('') + line.slice(from);
}
