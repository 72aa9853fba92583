import { type JsonObject, jsonObjects, objectAt, stringAt } from '../json.ts';
import { readMrkdwn } from './inline-text.ts';
import type { Reader } from './reader.ts';

/** One element as a person reads it: a button as `[ Label ]`, a menu as `⟨Placeholder ▾⟩`. */
export function readElement(element: JsonObject, reader: Reader): string {
  const type = String(element['type']);
  const label = labelOf(element, reader);

  if (type === 'mrkdwn' || type === 'plain_text') return label;
  if (type === 'image') return `(${stringAt(element, 'alt_text') ?? 'image'})`;
  if (type === 'button' || type === 'workflow_button') return `[ ${label} ]`;
  if (type === 'overflow') return '[ … ]';
  if (type === 'checkboxes') return options(element, '☐', reader);
  if (type === 'radio_buttons') return options(element, '◯', reader);
  if (/select$/.test(type)) return `⟨${chosen(element, reader) ?? placeholder(element, 'Choose')} ▾⟩`;
  return `⟨${stringAt(element, 'initial_value') ?? placeholder(element, '')}⟩`;
}

function labelOf(element: JsonObject, reader: Reader): string {
  if (element['type'] === 'mrkdwn') return readMrkdwn(stringAt(element, 'text') ?? '', reader);
  return stringAt(element, 'text') ?? stringAt(objectAt(element, 'text') ?? {}, 'text') ?? '';
}

function placeholder(element: JsonObject, otherwise: string): string {
  return stringAt(objectAt(element, 'placeholder') ?? {}, 'text') ?? otherwise;
}

function chosen(element: JsonObject, reader: Reader): string | undefined {
  const option = objectAt(element, 'initial_option');
  return option ? labelOf(option, reader) : undefined;
}

function options(element: JsonObject, mark: string, reader: Reader): string {
  return jsonObjects(element['options'])
    .map((option) => `${mark} ${labelOf(objectAt(option, 'text') ?? {}, reader)}`)
    .join('  ');
}
