import { type JsonObject, jsonObjects, objectAt, stringAt } from '../../../slack/json.ts';
import { append, element } from '../element.ts';
import type { Drawing } from './drawing.ts';
import { drawEmoji, drawLink, drawMention, drawTime } from './inline.ts';

/** A rich_text block. */
export function drawRichText(block: JsonObject, drawing: Drawing): HTMLElement {
  return element(
    'div',
    { class: 'rich-text' },
    ...jsonObjects(block['elements']).map((part) => drawPart(part, drawing)),
  );
}

function drawPart(part: JsonObject, drawing: Drawing): HTMLElement {
  const children = jsonObjects(part['elements']);

  switch (part['type']) {
    case 'rich_text_preformatted':
      return element('pre', {}, ...children.map((child) => drawPiece(child, drawing)));
    case 'rich_text_quote':
      return element('blockquote', {}, ...children.map((child) => drawPiece(child, drawing)));
    case 'rich_text_list':
      return drawList(part, children, drawing);
    default:
      return element('p', {}, ...children.map((child) => drawPiece(child, drawing)));
  }
}

function drawList(part: JsonObject, items: readonly JsonObject[], drawing: Drawing): HTMLElement {
  const indent = typeof part['indent'] === 'number' ? part['indent'] : 0;
  return element(
    part['style'] === 'ordered' ? 'ol' : 'ul',
    { class: `indent-${indent}` },
    ...items.map((item) =>
      element('li', {}, ...jsonObjects(item['elements']).map((piece) => drawPiece(piece, drawing))),
    ),
  );
}

function drawPiece(piece: JsonObject, drawing: Drawing): Node {
  return wrapInStyle(drawBare(piece, drawing), objectAt(piece, 'style') ?? {});
}

function drawBare(piece: JsonObject, drawing: Drawing): Node {
  const text = (key: string) => stringAt(piece, key) ?? '';

  switch (piece['type']) {
    case 'user':
      return drawMention('user', text('user_id'), drawing);
    case 'usergroup':
      return drawMention('usergroup', text('usergroup_id'), drawing);
    case 'channel':
      return element('span', { class: 'mention' }, `#${drawing.names.channel(text('channel_id'))}`);
    case 'broadcast':
      return element('span', { class: 'mention mention-me' }, `@${text('range')}`);
    case 'emoji':
      return drawEmoji(text('name'));
    case 'link':
      return drawLink(text('url'), stringAt(piece, 'text') ?? text('url'));
    case 'date':
      return drawTime(Number(piece['timestamp']), text('format'), drawing);
    default:
      return document.createTextNode(stringAt(piece, 'text') ?? text('value'));
  }
}

const styleTags = [
  ['code', 'code'],
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
  ['underline', 'u'],
] as const;

function wrapInStyle(node: Node, style: JsonObject): Node {
  return styleTags.reduce<Node>((inner, [mark, tag]) => {
    if (style[mark] !== true) return inner;
    const outer = element(tag);
    append(outer, [inner]);
    return outer;
  }, node);
}
