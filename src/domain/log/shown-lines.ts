import { builtInRedaction, type Redaction } from '../redaction/redaction.ts';
import { cutMiddle } from './cut-line.ts';
import { entryLines } from './log-entry.ts';
import type { LogLine } from './render-line.ts';

const longest = 1_000;

export interface ShownLine extends LogLine {
  /** Whether a part of it was left out for size. */
  readonly isCut: boolean;
}

/**
 * One line of a log as a card shows it: a line of JSON by what it says, anything else as it is. Secrets are looked
 * for once more, because what was apart in the JSON now stands together.
 */
export function shownLines({ text, hidden }: LogLine, redaction: Redaction = builtInRedaction): ShownLine[] {
  const entry = entryLines(text);
  if (entry === undefined) return [shorten(text, hidden)];

  const redacted = redaction.redact(entry.join('\n'));
  const more = redacted.hidden.reduce((sum, { count }) => sum + count, 0);
  return redacted.text.split('\n').map((line, index) => shorten(line, index === 0 ? hidden + more : 0));
}

function shorten(text: string, hidden: number): ShownLine {
  return { text: cutMiddle(text, longest), hidden, isCut: text.length > longest };
}
