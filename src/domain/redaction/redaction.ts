import { builtInFinders } from './built-in-rules.ts';
import type { Hiding } from './finding.ts';
import { createLineRedactor, type LineRedactor } from './line-redactor.ts';
import { hideFindings } from './marker.ts';
import { withoutPlainEscapes } from './plain-escapes.ts';
import { compileUserRule, type UserRule } from './user-rules.ts';

export interface RedactionSettings {
  readonly enabled: boolean;
  /** On top of the rules that are built in, and before them. */
  readonly rules: readonly UserRule[];
  /** What a rule finds and one of these matches is shown all the same. */
  readonly allow: readonly string[];
}

export interface HiddenCount {
  readonly rule: string;
  readonly count: number;
}

export interface Redacted {
  readonly text: string;
  /** By rule, in the order in which they were first met. */
  readonly hidden: readonly HiddenCount[];
}

export interface Redaction {
  /** A text of any number of lines. */
  redact(text: string): Redacted;
  /** Lines as they come, without their line breaks; told of each secret that is hidden. */
  startLines(onHidden: (rule: string) => void): LineRedactor;
}

const asShipped: RedactionSettings = { enabled: true, rules: [], allow: [] };
const longestAllowed = 4_096;

/**
 * What hides secrets, in time linear in the text. What was hidden is shown as `[hidden: rule]`, and hiding again
 * changes nothing. Throws SyntaxError on a pattern that is no regular expression.
 */
export function createRedaction(settings: RedactionSettings = asShipped): Redaction {
  const finders = settings.enabled ? [...settings.rules.map(compileUserRule), ...builtInFinders] : [];
  const allowed = settings.allow.map((pattern) => new RegExp(pattern));
  const isAllowed = (text: string) =>
    text.length <= longestAllowed && allowed.some((pattern) => pattern.test(text));

  const startLines = (onHidden: (rule: string) => void): LineRedactor => {
    if (!settings.enabled) return { push: (line) => [line], end: () => [] };
    const hiding: Hiding = { isAllowed, onHidden };
    // All rules look at the same text: what one had hidden would break in two what another has to hide whole.
    const lookOnce = (line: string) =>
      hideFindings(
        line,
        finders.flatMap((find) => find(line)),
        hiding,
      );
    return createLineRedactor((line) => redactLine(line, lookOnce), hiding);
  };

  return {
    startLines,
    redact(text) {
      const counts = new Map<string, number>();
      const lines = startLines((rule) => counts.set(rule, (counts.get(rule) ?? 0) + 1));
      const shown = [...text.split('\n').flatMap((line) => lines.push(line)), ...lines.end()];
      return { text: shown.join('\n'), hidden: [...counts].map(([rule, count]) => ({ rule, count })) };
    },
  };
}

export const builtInRedaction: Redaction = createRedaction();

/** Hides the secrets of a text by the rules that are built in, or by those given. */
export function redact(text: string, redaction: Redaction = builtInRedaction): Redacted {
  return redaction.redact(text);
}

/** A line is shown as it is written unless something is hidden behind its escapes. */
function redactLine(line: string, lookOnce: (line: string) => string): string {
  if (line === '') return line;
  const plain = withoutPlainEscapes(line);
  const redacted = untilSettled(plain, lookOnce);
  return redacted === plain ? line : redacted;
}

const mostLooks = 6;

/** What was hidden may have hidden something else from an earlier rule: looks again until nothing changes. */
function untilSettled(line: string, lookOnce: (line: string) => string): string {
  let text = line;
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const next = lookOnce(text);
    if (next === text) return text;
    text = next;
  }
  return text;
}
