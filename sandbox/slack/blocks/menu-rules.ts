import type { JsonObject } from '../json.ts';
import { jsonObjects } from '../json.ts';
import { actionId } from './button-rules.ts';
import {
  choiceOption,
  confirmDialog,
  initialAmong,
  optionGroup,
  plainText,
  selectOption,
} from './composition-rules.ts';
import { limits } from './limits.ts';
import { list, type Place, type Rule, shape } from './rule.ts';
import { boolean, integer, literal, oneOf, string } from './scalar-rules.ts';

const menu: Readonly<Record<string, Rule>> = {
  ...actionId,
  'placeholder?': plainText(limits.placeholder),
  'confirm?': confirmDialog,
  'focus_on_load?': boolean,
};
const several: Readonly<Record<string, Rule>> = { 'max_selected_items?': integer({ min: 1 }) };
const conversationFields: Readonly<Record<string, Rule>> = {
  'default_to_current_conversation?': boolean,
  'filter?': shape({
    'include?': list(oneOf('im', 'mpim', 'private', 'public')),
    'exclude_external_shared_channels?': boolean,
    'exclude_bot_users?': boolean,
  }),
};

const staticOptions: Readonly<Record<string, Rule>> = {
  'options?': list(selectOption, { max: limits.options.select }),
  'option_groups?': list(optionGroup, { max: limits.options.select }),
};

function oneSourceOfOptions(element: JsonObject, place: Place): void {
  if ((element['options'] === undefined) === (element['option_groups'] === undefined)) {
    place.report('must provide exactly one of options, option_groups');
  }
  checkInitial(element, place);
}

function checkInitial(element: JsonObject, place: Place): void {
  const options = [
    ...jsonObjects(element['options']),
    ...jsonObjects(element['option_groups']).flatMap((group) => jsonObjects(group['options'])),
  ];
  const initial =
    element['initial_option'] === undefined
      ? jsonObjects(element['initial_options'])
      : [element['initial_option']];
  initialAmong(initial, options, place);
}

function selectMenu(
  type: string,
  fields: Readonly<Record<string, Rule>>,
  also?: (element: JsonObject, place: Place) => void,
): Record<string, Rule> {
  return { [type]: shape({ type: literal(type), ...menu, ...fields }, also) };
}

const responseUrl: Readonly<Record<string, Rule>> = { 'response_url_enabled?': boolean };
const ids = list(string());

/** Elements in which a person chooses. */
export const menuRules: Readonly<Record<string, Rule>> = {
  ...selectMenu('static_select', { ...staticOptions, 'initial_option?': selectOption }, oneSourceOfOptions),
  ...selectMenu(
    'multi_static_select',
    { ...staticOptions, ...several, 'initial_options?': list(selectOption) },
    oneSourceOfOptions,
  ),
  ...selectMenu('users_select', { 'initial_user?': string() }),
  ...selectMenu('multi_users_select', { ...several, 'initial_users?': ids }),
  ...selectMenu('channels_select', { ...responseUrl, 'initial_channel?': string() }),
  ...selectMenu('multi_channels_select', { ...several, 'initial_channels?': ids }),
  ...selectMenu('conversations_select', {
    ...conversationFields,
    ...responseUrl,
    'initial_conversation?': string(),
  }),
  ...selectMenu('multi_conversations_select', {
    ...conversationFields,
    ...several,
    'initial_conversations?': ids,
  }),
  ...selectMenu('external_select', {
    'initial_option?': selectOption,
    'min_query_length?': integer({ min: 0 }),
  }),
  ...selectMenu('multi_external_select', {
    ...several,
    'initial_options?': list(selectOption),
    'min_query_length?': integer({ min: 0 }),
  }),
  checkboxes: choices('checkboxes', { 'initial_options?': list(choiceOption) }),
  radio_buttons: choices('radio_buttons', { 'initial_option?': choiceOption }),
};

function choices(type: string, fields: Readonly<Record<string, Rule>>): Rule {
  const options = list(choiceOption, { max: limits.options.choice });
  return shape(
    {
      type: literal(type),
      ...actionId,
      'confirm?': confirmDialog,
      'focus_on_load?': boolean,
      options,
      ...fields,
    },
    checkInitial,
  );
}
