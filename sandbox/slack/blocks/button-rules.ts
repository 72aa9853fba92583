import { confirmDialog, overflowOption, plainText } from './composition-rules.ts';
import { limits } from './limits.ts';
import { list, type Rule, shape } from './rule.ts';
import { literal, oneOf, string, url, webUrl } from './scalar-rules.ts';

export const actionId: Readonly<Record<string, Rule>> = { 'action_id?': string({ max: limits.actionId }) };

const buttonLook: Readonly<Record<string, Rule>> = {
  text: plainText(limits.button.text),
  'style?': oneOf('primary', 'danger'),
  'accessibility_label?': string({ max: limits.button.label }),
};

export const button: Rule = shape({
  type: literal('button'),
  ...actionId,
  ...buttonLook,
  'value?': string({ max: limits.button.value }),
  'url?': url(limits.button.url),
  'confirm?': confirmDialog,
});

const trigger = shape({
  url: webUrl(limits.button.url),
  'customizable_input_parameters?': list(shape({ name: string(), value: string() })),
});

const feedback = shape({
  text: plainText(limits.button.text),
  value: string({ max: limits.button.value }),
  'accessibility_label?': string({ max: limits.button.label }),
});

/** Elements that are pressed. */
export const buttonRules: Readonly<Record<string, Rule>> = {
  button,
  workflow_button: shape({
    type: literal('workflow_button'),
    ...actionId,
    ...buttonLook,
    workflow: shape({ trigger }),
  }),
  overflow: shape({
    type: literal('overflow'),
    ...actionId,
    options: list(overflowOption, { max: limits.options.overflow }),
    'confirm?': confirmDialog,
  }),
  feedback_buttons: shape({
    type: literal('feedback_buttons'),
    ...actionId,
    positive_button: feedback,
    negative_button: feedback,
  }),
  icon_button: shape({
    type: literal('icon_button'),
    ...actionId,
    icon: oneOf('trash'),
    text: plainText(limits.button.text),
    'value?': string({ max: limits.button.value }),
    'confirm?': confirmDialog,
    'accessibility_label?': string({ max: limits.button.label }),
    'visible_to_user_ids?': list(string()),
  }),
};
