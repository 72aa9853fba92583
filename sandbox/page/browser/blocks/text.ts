import { isJsonObject, stringAt } from '../../../slack/json.ts';
import type { Drawing } from './drawing.ts';
import { drawMrkdwn } from './inline.ts';

/** A text object as nodes. */
export function drawText(value: unknown, drawing: Drawing): Node {
  if (!isJsonObject(value)) return document.createTextNode(typeof value === 'string' ? value : '');
  const text = stringAt(value, 'text') ?? '';
  return value['type'] === 'mrkdwn' ? drawMrkdwn(text, drawing) : document.createTextNode(text);
}

/** A text object as plain characters, for labels. */
export function plainText(value: unknown): string {
  return isJsonObject(value) ? (stringAt(value, 'text') ?? '') : '';
}
