/** A part of a line that must not be shown, and the rule that says so. */
export interface Finding {
  readonly rule: string;
  /** Offsets in the line, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Finds in one line, from left to right and without overlaps, in time linear in its length. */
export type Finder = (line: string) => readonly Finding[];

export interface Hiding {
  /** What is kept although a rule found it. */
  readonly isAllowed: (text: string) => boolean;
  readonly onHidden: (rule: string) => void;
}

/**
 * What several rules found in one line, as what has to be hidden: where findings overlap, all of what they cover, by
 * the name of the widest. A password that happens to hold what looks like a token is hidden whole. Of findings as
 * wide as each other the first names it.
 */
export function united(findings: readonly Finding[]): readonly Finding[] {
  const apart: { widest: Finding; start: number; end: number }[] = [];
  for (const finding of findings.toSorted((one, other) => one.start - other.start)) {
    const last = apart.at(-1);
    if (last === undefined || finding.start >= last.end) {
      apart.push({ widest: finding, start: finding.start, end: finding.end });
      continue;
    }
    last.end = Math.max(last.end, finding.end);
    if (lengthOf(finding) > lengthOf(last.widest)) last.widest = finding;
  }
  return apart.map(({ widest, start, end }) => ({ rule: widest.rule, start, end }));
}

function lengthOf({ start, end }: Finding): number {
  return end - start;
}
