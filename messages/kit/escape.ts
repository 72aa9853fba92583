import { visibleText } from '../../src/domain/log/visible-text.ts';
import { truncate } from './truncate.ts';

/** Foreign text is cut before it is looked at: a name of ten megabytes must not cost ten megabytes of work. */
const mostLookedAt = 16_384;

/**
 * For `text` and mrkdwn: no entity of Slack's can come out of it.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeMrkdwn(text: string): string {
  const whole = text.toWellFormed();
  return whole.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Foreign text as part of one line: no control characters, no text turned around, at most `max` long. */
export function singleLine(text: string, max: number): string {
  const flat = text.slice(0, mostLookedAt).replace(/[\s\u0085\u2028\u2029]+/g, ' ');
  return truncate(visibleText(flat).toWellFormed().trim(), max);
}

/** Text of several lines without control characters; line breaks stay. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => visibleText(line).toWellFormed())
    .join('\n');
}
