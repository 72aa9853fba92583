import type { HiddenCount, Redacted, Redaction } from '../redaction/redaction.ts';
import { isObject, type JsonObject, parseJsonLine } from './json-line.ts';
import { visibleText } from './visible-text.ts';

/**
 * Hides what shows as a secret only once a line of JSON is read: strings with line breaks, colours or hidden
 * characters written as escapes. A line without such a secret stays as it is.
 */
export function hideInJson(line: string, redaction: Redaction): Redacted {
  const shown = { text: line, hidden: [] };
  if (!line.includes('\\')) return shown;
  const entry = parseJsonLine(line);
  if (entry === undefined) return shown;

  const counts = new Map<string, number>();
  const hide = (text: string): string => {
    if (!hasMoreThanItShows(text)) return text;
    const lines = text.split(/\r\n|[\n\r]/).map(visibleText);
    const redacted = redaction.redact(lines.join('\n'));
    for (const { rule, count } of redacted.hidden) counts.set(rule, (counts.get(rule) ?? 0) + count);
    return redacted.hidden.length === 0 ? text : redacted.text;
  };
  const rewritten = rewrite(entry, hide);
  const hidden: HiddenCount[] = [...counts].map(([rule, count]) => ({ rule, count }));
  return hidden.length === 0 ? shown : { text: JSON.stringify(rewritten), hidden };
}

function hasMoreThanItShows(text: string): boolean {
  return /[\n\r]/.test(text) || visibleText(text) !== text;
}

function rewrite(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((each) => rewrite(each, hide));
  return isObject(value) ? rewriteObject(value, hide) : value;
}

function rewriteObject(value: JsonObject, hide: (text: string) => string): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [hide(key), rewrite(each, hide)]));
}
