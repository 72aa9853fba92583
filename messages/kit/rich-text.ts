import type {
  RichTextBlock,
  RichTextElement,
  RichTextPreformatted,
  RichTextSection,
  RichTextStyleable,
} from '@slack/types';
import { visibleLines } from './escape.ts';
import type { Inline } from './inline.ts';
import { limits } from './limits.ts';
import { truncate } from './truncate.ts';

/** One paragraph, or lines of code as they are. */
export type RichPart = RichTextSection | RichTextPreformatted;

/** A rich_text block; undefined when nothing is to be said, because Slack refuses empty ones. */
export function richText(parts: readonly (RichPart | undefined)[]): RichTextBlock | undefined {
  const elements = parts.filter((part) => part !== undefined);
  return elements.length === 0 ? undefined : { type: 'rich_text', elements };
}

/** A paragraph; its text is cut at Slack's limit for a section. */
export function paragraph(inlines: readonly Inline[]): RichTextSection | undefined {
  let room: number = limits.richText;
  const elements = inlines.flatMap((piece) => {
    const element = toElement(piece, room);
    if (element !== undefined && 'text' in element) room -= element.text?.length ?? 0;
    return element === undefined ? [] : [element];
  });
  return elements.length === 0 ? undefined : { type: 'rich_text_section', elements };
}

/** Lines of code: markup in them means nothing. Undefined when they are blank. */
export function preformatted(text: string): RichTextPreformatted | undefined {
  const shown = visibleLines(text);
  if (shown.trim() === '') return undefined;
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown }] };
}

function toElement(piece: Inline, room: number): RichTextElement | undefined {
  if (typeof piece === 'string') return textElement(piece, room);
  switch (piece.kind) {
    case 'bold':
    case 'italic':
    case 'strike':
    case 'code':
      return textElement(piece.text, room, { style: { [piece.kind]: true } });
    case 'date': {
      const { timestamp, format, fallback } = piece;
      return { type: 'date', timestamp, format, fallback };
    }
    case 'user':
      return { type: 'user', user_id: piece.id };
    case 'usergroup':
      return { type: 'usergroup', usergroup_id: piece.id };
    case 'channel':
      return { type: 'channel', channel_id: piece.id };
    case 'link':
      return linkElement(piece.url, piece.text, room);
    default:
      return piece satisfies never;
  }
}

function textElement(text: string, room: number, style: RichTextStyleable = {}): RichTextElement | undefined {
  const shown = truncate(visibleLines(text), room);
  return shown === '' ? undefined : { type: 'text', text: shown, ...style };
}

function linkElement(url: string, text: string, room: number): RichTextElement | undefined {
  const shown = truncate(visibleLines(text), room);
  return shown === '' ? undefined : { type: 'link', url, text: shown };
}
