import { type JsonObject, jsonObjects, stringAt } from '../../../slack/json.ts';
import { element } from '../element.ts';
import type { Drawing } from './drawing.ts';
import { drawOptions } from './options.ts';
import { drawText, plainText } from './text.ts';

/** What an element holds: strings, one for most, several for multi-selects and checkboxes. */
export type Held = readonly string[];

export interface Control {
  node: HTMLElement;
  read(): string | string[] | null;
}

/** Draws an element a person fills in. `held` is what it holds to begin with. */
export function drawControl(field: JsonObject, held: Held, drawing: Drawing): Control {
  const type = String(field['type']);
  if (type === 'checkboxes' || type === 'radio_buttons') return drawChoices(field, held, drawing);
  if (type.endsWith('select')) return drawMenu(field, held, drawing);
  return drawTextControl(field, held);
}

const inputTypes: Readonly<Record<string, string>> = {
  number_input: 'number',
  email_text_input: 'email',
  url_text_input: 'url',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

function drawTextControl(field: JsonObject, held: Held): Control {
  const isLong = field['multiline'] === true || field['type'] === 'rich_text_input';
  const attributes = {
    class: 'control',
    placeholder: plainText(field['placeholder']),
    maxlength: typeof field['max_length'] === 'number' ? field['max_length'] : undefined,
    'data-autofocus': field['focus_on_load'] === true,
  };
  const node = isLong
    ? element('textarea', { ...attributes, rows: 4 })
    : element('input', { ...attributes, type: inputTypes[String(field['type'])] ?? 'text' });
  node.value = held[0] ?? '';
  return { node, read: () => (node.value === '' ? null : node.value) };
}

function drawMenu(field: JsonObject, held: Held, drawing: Drawing): Control {
  const isMultiple = String(field['type']).startsWith('multi_');
  const node = element('select', { class: 'control', multiple: isMultiple });
  if (!isMultiple) node.append(element('option', { value: '' }, plainText(field['placeholder']) || 'Choose'));
  node.append(...choicesOf(field, new Set(held), drawing));

  return {
    node,
    read() {
      const values = [...node.selectedOptions].map((option) => option.value).filter((value) => value !== '');
      return isMultiple ? values : (values[0] ?? null);
    },
  };
}

function choicesOf(field: JsonObject, held: ReadonlySet<string>, drawing: Drawing): HTMLElement[] {
  const type = String(field['type']).replace('multi_', '');
  const option = (value: string, label: string) =>
    element('option', { value, selected: held.has(value) }, label);

  if (type === 'users_select') return drawing.people.map(({ id, displayName }) => option(id, displayName));
  if (type === 'channels_select' || type === 'conversations_select')
    return drawing.channels.map(({ id, name }) => option(id, `#${name}`));
  return drawOptions(field, held);
}

function drawChoices(field: JsonObject, held: Held, drawing: Drawing): Control {
  const type = field['type'] === 'checkboxes' ? 'checkbox' : 'radio';
  const name = `choice-${String(field['action_id'])}`;
  const boxes = jsonObjects(field['options']).map((option) => {
    const value = stringAt(option, 'value') ?? '';
    const box = element('input', { type, name, value });
    box.checked = held.includes(value);
    const words = element(
      'span',
      {},
      drawText(option['text'], drawing),
      option['description'] === undefined
        ? null
        : element('small', { class: 'muted' }, plainText(option['description'])),
    );
    return { box, label: element('label', { class: 'choice' }, box, words) };
  });

  return {
    node: element('div', { class: 'choices', role: 'group' }, ...boxes.map(({ label }) => label)),
    read: () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value),
  };
}

/** The strings in one element's entry of `state.values`, or those it starts with. */
export function heldBy(field: JsonObject, entry: JsonObject | undefined): Held {
  const source = entry
    ? Object.entries(entry).filter(([key]) => key !== 'type')
    : Object.entries(field).filter(([key]) => key.startsWith('initial_'));
  return source.flatMap(([, value]) => stringsIn(value));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  const [option] = jsonObjects([value]);
  return option ? stringsIn(option['value']) : [];
}
