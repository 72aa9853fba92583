import { type JsonObject, objectAt } from '../../../slack/json.ts';
import { element } from '../element.ts';
import { drawControl, heldBy } from './control.ts';
import type { Drawing } from './drawing.ts';
import { plainText } from './text.ts';

/** An input block: label, control, hint, and what the bot says is wrong. */
export function drawInput(block: JsonObject, drawing: Drawing): HTMLElement {
  const blockId = String(block['block_id']);
  const field = objectAt(block, 'element') ?? {};
  const actionId = String(field['action_id']);
  const control = drawControl(field, heldBy(field, drawing.form?.values[blockId]?.[actionId]), drawing);
  const error = drawing.form?.errors[blockId];
  drawing.form?.fields.set(blockId, control);
  nameControl(control.node, `field-${blockId}`, error !== undefined);
  if (block['dispatch_action'] === true) {
    control.node.addEventListener(
      'change',
      () => void drawing.use({ element: field, blockId, choice: control.read() ?? '' }),
    );
  }

  return element(
    'div',
    { class: 'input', 'data-testid': `input-${blockId}` },
    element(
      'label',
      { for: `field-${blockId}` },
      plainText(block['label']),
      block['optional'] === true && element('span', { class: 'muted' }, ' (optional)'),
    ),
    control.node,
    block['hint'] === undefined ? null : element('div', { class: 'hint' }, plainText(block['hint'])),
    error === undefined
      ? null
      : element('div', { class: 'field-error', id: `field-${blockId}-error`, role: 'alert' }, error),
  );
}

function nameControl(node: HTMLElement, id: string, isWrong: boolean): void {
  node.id = id;
  if (!isWrong) return;
  node.setAttribute('aria-invalid', 'true');
  node.setAttribute('aria-describedby', `${id}-error`);
}
