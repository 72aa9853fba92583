import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  MrkdwnElement,
  PlainTextElement,
  PlanBlock,
  SectionBlock,
  StaticSelect,
  TaskCardBlock,
} from '@slack/types';
import { visibleLines } from './escape.ts';
import { type Inline, toMrkdwn } from './inline.ts';
import { limits } from './limits.ts';
import { truncate } from './truncate.ts';

/** Text without any markup; Slack refuses empty text, so there is always something. */
export function plainText(text: string, max: number = limits.section): PlainTextElement {
  return { type: 'plain_text', text: truncate(visibleLines(text), max) || '–', emoji: false };
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: plainText(text) };
}

/**
 * Small print. An element that is text alone becomes plain text; only our own dates, names and links are mrkdwn,
 * so foreign text belongs into an element of its own.
 */
export function context(elements: readonly (readonly Inline[])[]): ContextBlock | undefined {
  const shown = elements.filter((inlines) => inlines.length > 0).slice(0, limits.contextElements);
  return shown.length === 0 ? undefined : { type: 'context', elements: shown.map(contextElement) };
}

function contextElement(inlines: readonly Inline[]): PlainTextElement | MrkdwnElement {
  if (inlines.every((piece) => typeof piece === 'string')) return plainText(inlines.join(''));
  return { type: 'mrkdwn', text: truncate(toMrkdwn(inlines), limits.section), verbatim: true };
}

export interface ButtonOptions {
  readonly actionId: string;
  readonly label: string;
  /** Everyone in the channel can read it. */
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  /** Asked on the spot before the press counts. */
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly confirm: string;
    readonly deny: string;
  };
}

/** What can be used, side by side: an action id may stand only once in a row. */
export function row(elements: readonly (Button | StaticSelect)[]): ActionsBlock {
  return { type: 'actions', elements: [...elements] };
}

/** Buttons side by side. */
export function buttonRow(buttons: readonly ButtonOptions[]): ActionsBlock {
  return row(buttons.map(button));
}

export function button({ actionId, label, value, style, confirm }: ButtonOptions): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plainText(label, limits.button),
    value: truncate(value, limits.buttonValue),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm: confirmDialog(confirm) }),
  };
}

export interface MenuOptions {
  readonly actionId: string;
  /** What choosing does, shown until something is chosen. */
  readonly label: string;
  readonly choices: readonly { readonly label: string; readonly value: string }[];
}

export function menu({ actionId, label, choices }: MenuOptions): StaticSelect {
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plainText(label, limits.placeholder),
    options: choices.slice(0, limits.options).map((choice) => ({
      text: plainText(choice.label, limits.option),
      value: truncate(choice.value, limits.optionValue),
    })),
  };
}

function confirmDialog(words: NonNullable<ButtonOptions['confirm']>): ConfirmationDialog {
  return {
    title: plainText(words.title, limits.confirmTitle),
    text: plainText(words.text, limits.confirmText),
    confirm: plainText(words.confirm, limits.confirmButton),
    deny: plainText(words.deny, limits.confirmButton),
  };
}

export function taskCard(task: {
  id: string;
  title: string;
  status: TaskCardBlock['status'];
}): TaskCardBlock {
  const title = plainText(task.title, limits.task).text;
  return { type: 'task_card', task_id: task.id, title, status: task.status };
}

export function plan(title: string, tasks: readonly TaskCardBlock[]): PlanBlock {
  return { type: 'plan', title: plainText(title, limits.task).text, tasks: tasks.slice(0, limits.planTasks) };
}
