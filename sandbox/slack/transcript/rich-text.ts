import { type JsonObject, jsonObjects, stringAt } from '../json.ts';
import { emojiCharacter } from '../text/emoji.ts';
import { renderSlackDate } from '../text/slack-date.ts';
import { prefixLines } from './inline-text.ts';
import type { Reader } from './reader.ts';

/** A rich_text block as plain lines. */
export function readRichText(block: JsonObject, reader: Reader): string {
  return jsonObjects(block['elements'])
    .map((element) => readPart(element, reader))
    .join('\n');
}

function readPart(part: JsonObject, reader: Reader): string {
  const inside = () =>
    jsonObjects(part['elements'])
      .map((element) => readRichElement(element, reader))
      .join('');

  switch (part['type']) {
    case 'rich_text_preformatted':
      return prefixLines('│ ', inside());
    case 'rich_text_quote':
      return prefixLines('┃ ', inside());
    case 'rich_text_list':
      return jsonObjects(part['elements'])
        .map(
          (item, index) =>
            `${'  '.repeat(Number(part['indent'] ?? 0))}${part['style'] === 'ordered' ? `${index + 1}.` : '•'} ${readPart(item, reader)}`,
        )
        .join('\n');
    default:
      return inside();
  }
}

function readRichElement(element: JsonObject, reader: Reader): string {
  const text = (key: string) => stringAt(element, key) ?? '';

  switch (element['type']) {
    case 'user':
      return `@${reader.userName(text('user_id'))}`;
    case 'channel':
      return `#${reader.channelName(text('channel_id'))}`;
    case 'usergroup':
      return `@${reader.usergroupHandle(text('usergroup_id'))}`;
    case 'broadcast':
      return `@${text('range')}`;
    case 'emoji':
      return emojiCharacter(text('name')) ?? `:${text('name')}:`;
    case 'link':
      return stringAt(element, 'text') ?? text('url');
    case 'date':
      return renderSlackDate(Number(element['timestamp']), text('format'), reader.dates);
    case 'color':
      return text('value');
    default:
      return text('text');
  }
}
