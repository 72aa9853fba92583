import { emojiCharacter } from '../../../slack/text/emoji.ts';
import { type Inline, parseMrkdwn } from '../../../slack/text/mrkdwn.ts';
import { renderSlackDate } from '../../../slack/text/slack-date.ts';
import { append, element } from '../element.ts';
import type { Drawing } from './drawing.ts';

/** mrkdwn as nodes. */
export function drawMrkdwn(source: string, drawing: Drawing): DocumentFragment {
  return drawInlines(parseMrkdwn(source), drawing);
}

function drawInlines(inlines: readonly Inline[], drawing: Drawing): DocumentFragment {
  const fragment = document.createDocumentFragment();
  append(
    fragment,
    inlines.map((inline) => drawInline(inline, drawing)),
  );
  return fragment;
}

const tags = { bold: 'strong', italic: 'em', strike: 's', quote: 'blockquote' } as const;

function drawInline(inline: Inline, drawing: Drawing): Node {
  switch (inline.kind) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'bold':
    case 'italic':
    case 'strike':
    case 'quote':
      return element(tags[inline.kind], {}, drawInlines(inline.children, drawing));
    case 'code':
      return element('code', {}, inline.text);
    case 'preformatted':
      return element('pre', {}, inline.text);
    case 'emoji':
      return drawEmoji(inline.name);
    case 'user':
      return drawMention('user', inline.id, drawing);
    case 'usergroup':
      return drawMention('usergroup', inline.id, drawing);
    case 'channel':
      return element('span', { class: 'mention' }, `#${drawing.names.channel(inline.id)}`);
    case 'broadcast':
      return element('span', { class: 'mention mention-me' }, `@${inline.range}`);
    case 'date':
      return drawDate(inline, drawing);
    case 'link':
      return drawLink(inline.url, inline.label ?? inline.url);
    default:
      return inline satisfies never;
  }
}

export function drawMention(kind: 'user' | 'usergroup', id: string, drawing: Drawing): HTMLElement {
  const name = kind === 'user' ? drawing.names.person(id) : drawing.names.usergroup(id);
  return element('span', { class: id === drawing.viewer ? 'mention mention-me' : 'mention' }, `@${name}`);
}

// Drawn, because a machine without an emoji font shows the most frequent ones as boxes.
const dots: Readonly<Record<string, string>> = {
  red_circle: 'red',
  large_green_circle: 'green',
  large_yellow_circle: 'yellow',
  large_blue_circle: 'blue',
  white_circle: 'white',
  white_check_mark: 'check',
  heavy_check_mark: 'check',
  x: 'cross',
  warning: 'warning',
};

export function drawEmoji(name: string): HTMLElement {
  const dot = dots[name];
  const label = name.replaceAll('_', ' ');
  if (dot !== undefined)
    return element('span', { class: `dot dot-${dot}`, role: 'img', 'aria-label': label });
  const character = emojiCharacter(name);
  return element('span', { class: 'emoji', role: 'img', 'aria-label': label }, character ?? `:${name}:`);
}

/** A link that opens beside the page; a URL of another scheme than the web's stays text. */
export function drawLink(url: string, label: string): Node {
  if (!/^(https?:|mailto:)/i.test(url)) return document.createTextNode(label);
  return element('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, label);
}

function drawDate(date: Extract<Inline, { kind: 'date' }>, drawing: Drawing): Node {
  if (!Number.isFinite(date.epochSeconds)) return document.createTextNode(date.fallback);
  return drawTime(date.epochSeconds, date.format, drawing);
}

/** A moment, with the exact one on hover. */
export function drawTime(epochSeconds: number, format: string, drawing: Drawing): HTMLElement {
  const at = new Date(epochSeconds * 1000);
  const text = renderSlackDate(epochSeconds, format, { now: drawing.nowMs });
  return element('time', { datetime: at.toISOString(), title: at.toLocaleString() }, text);
}
