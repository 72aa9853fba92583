import { type JsonObject, jsonObjects, stringAt } from '../../../slack/json.ts';
import { element } from '../element.ts';
import type { Drawing } from './drawing.ts';
import { drawRichText } from './rich-text.ts';
import { drawText } from './text.ts';

/** A table; its first row names the columns. */
export function drawTable(block: JsonObject, drawing: Drawing): HTMLElement {
  const rows = Array.isArray(block['rows']) ? block['rows'].map((row) => jsonObjects(row)) : [];
  const aligns = jsonObjects(block['column_settings']).map((setting) => stringAt(setting, 'align') ?? 'left');
  const [head = [], ...body] = rows;
  const cells = (row: readonly JsonObject[], tag: 'th' | 'td') =>
    row.map((cell, index) =>
      element(tag, { class: `align-${aligns[index] ?? 'left'}` }, drawCell(cell, drawing)),
    );

  return element(
    'div',
    { class: 'table-frame' },
    element(
      'table',
      {},
      stringAt(block, 'caption') === undefined ? null : element('caption', {}, stringAt(block, 'caption')),
      element('thead', {}, element('tr', {}, ...cells(head, 'th'))),
      element('tbody', {}, ...body.map((row) => element('tr', {}, ...cells(row, 'td')))),
    ),
  );
}

function drawCell(cell: JsonObject, drawing: Drawing): Node {
  return cell['type'] === 'rich_text' ? drawRichText(cell, drawing) : drawText(cell, drawing);
}
