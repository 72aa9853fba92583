import { type JsonObject, jsonObjects, objectAt } from '../../../slack/json.ts';
import { element } from '../element.ts';
import type { Drawing } from './drawing.ts';
import { drawRichText } from './rich-text.ts';
import { drawText } from './text.ts';

/** A container: a frame with a title, which may fold. The blocks in it are drawn by `drawChildren`. */
export function drawContainer(
  block: JsonObject,
  drawing: Drawing,
  drawChildren: (blocks: readonly JsonObject[], drawing: Drawing) => HTMLElement,
): HTMLElement {
  const body = element(
    'div',
    { class: 'container-body' },
    drawChildren(jsonObjects(block['child_blocks']), drawing),
  );
  const title = drawTitle(block, drawing);

  if (block['is_collapsible'] !== true)
    return element('div', { class: 'container' }, element('div', { class: 'container-title' }, title), body);
  return element(
    'details',
    {
      class: 'container',
      open: block['default_collapsed'] !== true,
      'data-fold': `container ${String(block['block_id'])}`,
    },
    element('summary', { class: 'container-title' }, title),
    body,
  );
}

function drawTitle(block: JsonObject, drawing: Drawing): HTMLElement {
  const rich = objectAt(block, 'rich_text_title');
  return element(
    'span',
    { class: 'container-words' },
    element('strong', {}, rich ? drawRichText(rich, drawing) : drawText(block['title'], drawing)),
    block['subtitle'] === undefined
      ? null
      : element('span', { class: 'muted' }, drawText(block['subtitle'], drawing)),
  );
}
