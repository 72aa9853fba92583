import { type JsonObject, jsonObjects, objectAt, stringAt } from '../../../slack/json.ts';
import { element, icon } from '../element.ts';
import type { Drawing } from './drawing.ts';
import { drawLink } from './inline.ts';
import { drawRichText } from './rich-text.ts';

/** A plan: a title and its tasks on one line from top to bottom. */
export function drawPlan(block: JsonObject, drawing: Drawing): HTMLElement {
  const tasks = jsonObjects(block['tasks']);
  return element(
    'details',
    { class: 'plan', open: true, 'data-testid': 'plan', 'data-fold': 'plan' },
    element('summary', { class: 'plan-title' }, element('strong', {}, stringAt(block, 'title') ?? '')),
    element('ol', { class: 'tasks' }, ...tasks.map((task) => element('li', {}, drawTask(task, drawing)))),
  );
}

const words: Readonly<Record<string, string>> = {
  pending: 'Waiting',
  in_progress: 'In progress',
  complete: 'Done',
  error: 'Failed',
};

/** One task: its status in a sign and, for a screen reader, in a word. */
export function drawTask(task: JsonObject, drawing: Drawing): HTMLElement {
  const status = stringAt(task, 'status') ?? 'pending';
  const parts = [objectAt(task, 'details'), objectAt(task, 'output')].filter((part) => part !== undefined);
  const sources = jsonObjects(task['sources']).map((source) =>
    drawLink(stringAt(source, 'url') ?? '', stringAt(source, 'text') ?? ''),
  );

  return element(
    'div',
    { class: `task task-${status}`, 'data-testid': 'task', 'data-status': status },
    element(
      'span',
      { class: 'task-sign' },
      drawSign(status),
      element('span', { class: 'unseen' }, `${words[status] ?? status}: `),
    ),
    element(
      'div',
      { class: 'task-words' },
      element('div', { class: 'task-title' }, stringAt(task, 'title') ?? ''),
      ...parts.map((part) => element('div', { class: 'task-details' }, drawRichText(part, drawing))),
      sources.length > 0 && element('div', { class: 'task-sources' }, ...sources),
    ),
  );
}

const circle = 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15';

function drawSign(status: string): SVGElement {
  if (status === 'complete') return icon('sign sign-complete', circle, 'M6.5 10.2l2.4 2.4l4.6-5');
  if (status === 'error') return icon('sign sign-error', circle, 'M10 6v4.6', 'M10 13.6v.1');
  if (status === 'in_progress') return icon('sign sign-progress', circle, 'M10 2.5a7.5 7.5 0 0 1 7.5 7.5');
  return icon('sign sign-pending', circle);
}
