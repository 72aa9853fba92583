import { emojiCharacter } from '../text/emoji.ts';
import type { Inline } from '../text/mrkdwn.ts';
import { parseMrkdwn } from '../text/mrkdwn.ts';
import { renderSlackDate } from '../text/slack-date.ts';
import type { Reader } from './reader.ts';

/** mrkdwn as a person reads it: names for ids, dates resolved, no styling marks. */
export function readMrkdwn(source: string, reader: Reader): string {
  return readInlines(parseMrkdwn(source), reader);
}

function readInlines(inlines: readonly Inline[], reader: Reader): string {
  return inlines.map((inline) => readInline(inline, reader)).join('');
}

function readInline(inline: Inline, reader: Reader): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text;
    case 'bold':
    case 'italic':
      return readInlines(inline.children, reader);
    case 'strike':
      return `~${readInlines(inline.children, reader)}~`;
    case 'quote':
      return `${prefixLines('┃ ', readInlines(inline.children, reader))}\n`;
    case 'preformatted':
      return `\n${prefixLines('│ ', inline.text)}\n`;
    case 'emoji':
      return emojiCharacter(inline.name) ?? `:${inline.name}:`;
    case 'user':
      return `@${reader.userName(inline.id)}`;
    case 'channel':
      return `#${reader.channelName(inline.id)}`;
    case 'usergroup':
      return `@${reader.usergroupHandle(inline.id)}`;
    case 'broadcast':
      return `@${inline.range}`;
    case 'date':
      return Number.isFinite(inline.epochSeconds)
        ? renderSlackDate(inline.epochSeconds, inline.format, reader.dates)
        : inline.fallback;
    case 'link':
      return inline.label ?? inline.url;
    default:
      return inline satisfies never;
  }
}

/** Every line of a text with something before it. */
export function prefixLines(prefix: string, text: string): string {
  return text
    .split('\n')
    .map((line) => `${prefix}${line}`.trimEnd())
    .join('\n');
}
