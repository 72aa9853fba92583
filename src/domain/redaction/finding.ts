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
