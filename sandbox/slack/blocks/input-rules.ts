import { actionId } from './button-rules.ts';
import { confirmDialog, plainText } from './composition-rules.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text-rules.ts';
import { list, type Rule, shape } from './rule.ts';
import { boolean, integer, literal, matching, oneOf, string } from './scalar-rules.ts';

const focus: Readonly<Record<string, Rule>> = { ...actionId, 'focus_on_load?': boolean };
const typed: Readonly<Record<string, Rule>> = {
  ...focus,
  'placeholder?': plainText(limits.placeholder),
  'dispatch_action_config?': shape({
    'trigger_actions_on?': list(oneOf('on_enter_pressed', 'on_character_entered'), { max: 2 }),
  }),
};
const picked: Readonly<Record<string, Rule>> = { ...focus, 'confirm?': confirmDialog };
const numeric = matching(/^-?\d+(\.\d+)?$/, 'a number in a string');

/** Elements a person types into. */
export const inputRules: Readonly<Record<string, Rule>> = {
  plain_text_input: shape({
    type: literal('plain_text_input'),
    ...typed,
    'initial_value?': string({ min: 0, max: limits.plainTextInput }),
    'multiline?': boolean,
    'min_length?': integer({ min: 0, max: limits.plainTextInput }),
    'max_length?': integer({ min: 1, max: limits.plainTextInput }),
  }),
  email_text_input: shape({
    type: literal('email_text_input'),
    ...typed,
    'initial_value?': string({ min: 0 }),
  }),
  url_text_input: shape({ type: literal('url_text_input'), ...typed, 'initial_value?': string({ min: 0 }) }),
  number_input: shape({
    type: literal('number_input'),
    ...typed,
    is_decimal_allowed: boolean,
    'initial_value?': numeric,
    'min_value?': numeric,
    'max_value?': numeric,
  }),
  rich_text_input: shape({
    type: literal('rich_text_input'),
    ...typed,
    'initial_value?': richText,
    'min_lines?': integer({ min: 1, max: 100 }),
    'max_lines?': integer({ min: 1, max: 100 }),
  }),
  file_input: shape({
    type: literal('file_input'),
    ...actionId,
    'filetypes?': list(string()),
    'max_files?': integer({ min: 1, max: limits.fileInput }),
  }),
};

/** Elements for dates and times. */
export const pickerRules: Readonly<Record<string, Rule>> = {
  datepicker: shape({
    type: literal('datepicker'),
    ...picked,
    'placeholder?': plainText(limits.placeholder),
    'initial_date?': matching(/^\d{4}-\d{2}-\d{2}$/, 'a date of the form YYYY-MM-DD'),
  }),
  timepicker: shape({
    type: literal('timepicker'),
    ...picked,
    'placeholder?': plainText(limits.placeholder),
    'initial_time?': matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of the form HH:mm'),
    'timezone?': string(),
  }),
  datetimepicker: shape({
    type: literal('datetimepicker'),
    ...picked,
    'initial_date_time?': integer({ min: 1_000_000_000, max: 9_999_999_999 }),
  }),
};
