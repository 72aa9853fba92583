import { type JsonObject, jsonObjects, objectAt, stringAt } from '../../../slack/json.ts';
import { element } from '../element.ts';
import { drawContainer } from './container.ts';
import type { Drawing } from './drawing.ts';
import { drawElement } from './elements.ts';
import { drawInput } from './input.ts';
import { drawMarkdown } from './markdown.ts';
import { drawPlan, drawTask } from './plan.ts';
import { drawRichText } from './rich-text.ts';
import { drawTable } from './table.ts';
import { drawText } from './text.ts';

/** Draws one block after the other. */
export function drawBlocks(blocks: readonly JsonObject[], drawing: Drawing): HTMLElement {
  return element('div', { class: 'blocks' }, ...blocks.map((block) => drawBlock(block, drawing)));
}

type DrawBlock = (block: JsonObject, drawing: Drawing) => HTMLElement;

const drawings: Readonly<Record<string, DrawBlock>> = {
  section: drawSection,
  header: (block, drawing) => element('h3', { class: 'block-header' }, drawText(block['text'], drawing)),
  divider: () => element('hr', { class: 'block-divider' }),
  context: drawContext,
  actions: drawActions,
  context_actions: drawActions,
  image: drawImage,
  rich_text: drawRichText,
  markdown: (block) => drawMarkdown(stringAt(block, 'text') ?? ''),
  plan: drawPlan,
  task_card: drawTask,
  container: (block, drawing) => drawContainer(block, drawing, drawBlocks),
  table: drawTable,
  data_table: drawTable,
  input: drawInput,
  alert: drawAlert,
  card: drawCard,
  carousel: (block, drawing) =>
    element(
      'div',
      { class: 'carousel' },
      ...jsonObjects(block['elements']).map((card) => drawCard(card, drawing)),
    ),
};

function drawBlock(block: JsonObject, drawing: Drawing): HTMLElement {
  const draw = drawings[String(block['type'])];
  return draw
    ? draw(block, drawing)
    : element('p', { class: 'muted' }, `This sandbox does not draw ${String(block['type'])} blocks.`);
}

function drawSection(block: JsonObject, drawing: Drawing): HTMLElement {
  const fields = jsonObjects(block['fields']).map((field) =>
    element('div', { class: 'field' }, drawText(field, drawing)),
  );
  const accessory = objectAt(block, 'accessory');
  return element(
    'div',
    { class: 'section' },
    element(
      'div',
      { class: 'section-text' },
      block['text'] === undefined
        ? null
        : element('div', { class: 'mrkdwn' }, drawText(block['text'], drawing)),
      fields.length > 0 && element('div', { class: 'fields' }, ...fields),
    ),
    accessory &&
      element('div', { class: 'accessory' }, drawElement(accessory, String(block['block_id']), drawing)),
  );
}

function drawContext(block: JsonObject, drawing: Drawing): HTMLElement {
  const parts = jsonObjects(block['elements']).map((one) =>
    element(
      'span',
      { class: 'context-part' },
      one['type'] === 'image' ? drawImage(one) : drawText(one, drawing),
    ),
  );
  return element('div', { class: 'context' }, ...parts);
}

function drawActions(block: JsonObject, drawing: Drawing): HTMLElement {
  const blockId = String(block['block_id']);
  return element(
    'div',
    { class: 'actions' },
    ...jsonObjects(block['elements']).map((one) => drawElement(one, blockId, drawing)),
  );
}

/** Pictures are named, not loaded: the page fetches nothing from outside. */
function drawImage(block: JsonObject): HTMLElement {
  return element(
    'span',
    { class: 'image-name', role: 'img', 'aria-label': stringAt(block, 'alt_text') },
    `Image: ${stringAt(block, 'alt_text') ?? ''}`,
  );
}

function drawAlert(block: JsonObject, drawing: Drawing): HTMLElement {
  const level = stringAt(block, 'level') ?? 'default';
  return element('div', { class: `alert alert-${level}`, role: 'note' }, drawText(block['text'], drawing));
}

function drawCard(block: JsonObject, drawing: Drawing): HTMLElement {
  const blockId = String(block['block_id']);
  const buttons = jsonObjects(block['actions']).map((button) => drawElement(button, blockId, drawing));
  return element(
    'div',
    { class: 'card' },
    block['title'] === undefined ? null : element('strong', {}, drawText(block['title'], drawing)),
    block['subtitle'] === undefined
      ? null
      : element('div', { class: 'muted' }, drawText(block['subtitle'], drawing)),
    block['body'] === undefined ? null : element('div', {}, drawText(block['body'], drawing)),
    buttons.length > 0 && element('div', { class: 'actions' }, ...buttons),
  );
}
