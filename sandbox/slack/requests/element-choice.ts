import { type JsonObject, jsonObjects, objectAt, stringAt } from '../json.ts';

/** What a person puts into an element: text, an option's value or label, several of them, or nothing. */
export type Choice = string | readonly string[] | null;

/** What the payload carries for a choice: `{value}`, `{selected_option}` and so on; throws when a person could not make it. */
export function chooseIn(element: JsonObject, choice: Choice): JsonObject {
  const type = String(element['type']);
  const chosen =
    choice === null || typeof choice === 'string' ? [choice].filter((one) => one !== null) : [...choice];
  const [first = null] = chosen;
  const listKey = multiKeys[type];
  const key = singleKeys[type];

  if (type === 'button' || type === 'icon_button')
    return element['value'] === undefined ? {} : { value: element['value'] };
  if (isTyped(type)) return { value: first === '' ? null : first };
  if (takesSeveralOptions(type)) return { selected_options: chosen.map((one) => optionFor(element, one)) };
  if (listKey !== undefined) return { [listKey]: chosen };
  if (key !== undefined) return { [key]: first };
  return { selected_option: first === null ? null : optionFor(element, first) };
}

function isTyped(type: string): boolean {
  return type.endsWith('_input');
}

function takesSeveralOptions(type: string): boolean {
  return type === 'checkboxes' || type === 'multi_static_select' || type === 'multi_external_select';
}

const singleKeys: Readonly<Record<string, string>> = {
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
};

const multiKeys: Readonly<Record<string, string>> = {
  multi_users_select: 'selected_users',
  multi_channels_select: 'selected_channels',
  multi_conversations_select: 'selected_conversations',
};

/** What an element holds before anybody touches it. */
export function initialChoice(element: JsonObject): JsonObject {
  const type = String(element['type']);
  if (isTyped(type)) return { value: element['initial_value'] ?? null };
  if (takesSeveralOptions(type)) return { selected_options: element['initial_options'] ?? [] };
  const listKey = multiKeys[type];
  if (listKey !== undefined) return { [listKey]: element[listKey.replace('selected', 'initial')] ?? [] };
  const key = singleKeys[type];
  if (key !== undefined) return { [key]: element[key.replace('selected', 'initial')] ?? null };
  return { selected_option: element['initial_option'] ?? null };
}

/** True when an element holds nothing, so that a required input would not be accepted. */
export function isEmptyChoice(choice: JsonObject): boolean {
  return Object.values(choice).every(
    (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}

/** The options of an element, grouped ones too. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...jsonObjects(element['options']),
    ...jsonObjects(element['option_groups']).flatMap((group) => jsonObjects(group['options'])),
  ];
}

function optionFor(element: JsonObject, wanted: string): JsonObject {
  // External options live with the bot; the sandbox takes the value for its label.
  if (/external_select$/.test(String(element['type'])))
    return { text: { type: 'plain_text', text: wanted }, value: wanted };

  const label = (option: JsonObject) => stringAt(objectAt(option, 'text') ?? {}, 'text');
  const option = optionsOf(element).find((one) => one['value'] === wanted || label(one) === wanted);
  if (!option) throw new Error(`There is no option "${wanted}" in ${String(element['action_id'])}.`);
  return option;
}
