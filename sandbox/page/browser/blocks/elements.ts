import { type JsonObject, jsonObjects, stringAt } from '../../../slack/json.ts';
import { element, icon, pushButton } from '../element.ts';
import { drawControl, heldBy } from './control.ts';
import type { Drawing } from './drawing.ts';
import { plainText } from './text.ts';

/** An element in an actions block or beside a section. */
export function drawElement(used: JsonObject, blockId: string, drawing: Drawing): HTMLElement {
  const type = String(used['type']);
  if (type === 'button' || type === 'workflow_button' || type === 'icon_button')
    return drawButton(used, blockId, drawing);
  if (type === 'overflow') return drawOverflow(used, blockId, drawing);
  if (type === 'image')
    return element('span', { class: 'image-name' }, `Image: ${stringAt(used, 'alt_text') ?? ''}`);
  return drawMenu(used, blockId, drawing);
}

function drawButton(used: JsonObject, blockId: string, drawing: Drawing): HTMLElement {
  const actionId = String(used['action_id']);
  const style = stringAt(used, 'style') ?? 'default';
  const attributes = {
    class: `button button-${style}`,
    'aria-label': stringAt(used, 'accessibility_label'),
    'data-testid': `action-${actionId}`,
    'data-action': actionId,
  };
  const button = pushButton(
    attributes,
    () => void press(),
    plainText(used['text']),
    used['url'] === undefined ? null : icon('outward', 'M7 5h8v8', 'M15 5l-9 9'),
  );

  async function press(): Promise<void> {
    const url = stringAt(used, 'url');
    if (url !== undefined && /^https?:/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
    await drawing.use({ element: used, blockId, onSending: () => button.classList.add('is-busy') });
    button.classList.remove('is-busy');
  }
  return button;
}

function drawMenu(used: JsonObject, blockId: string, drawing: Drawing): HTMLElement {
  const control = drawControl(
    used,
    heldBy(used, drawing.form?.values[blockId]?.[String(used['action_id'])]),
    drawing,
  );
  control.node.setAttribute('data-testid', `action-${String(used['action_id'])}`);
  control.node.setAttribute('aria-label', plainText(used['placeholder']) || 'Choose');
  control.node.addEventListener(
    'change',
    () => void drawing.use({ element: used, blockId, choice: control.read() ?? '' }),
  );
  return control.node;
}

function drawOverflow(used: JsonObject, blockId: string, drawing: Drawing): HTMLElement {
  const menu = element('details', {
    class: 'overflow',
    'data-testid': `action-${String(used['action_id'])}`,
  });
  const items = jsonObjects(used['options']).map((option) =>
    pushButton(
      { class: 'overflow-item', role: 'menuitem' },
      () => {
        menu.open = false;
        void drawing.use({ element: used, blockId, choice: stringAt(option, 'value') ?? '' });
      },
      plainText(option['text']),
    ),
  );
  menu.append(
    element('summary', { class: 'button button-default', 'aria-label': 'More actions' }, '⋯'),
    element('div', { class: 'overflow-menu', role: 'menu' }, ...items),
  );
  return menu;
}
