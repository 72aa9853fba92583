import { limits } from './limits.ts';
import { richText } from './rich-text-rules.ts';
import { byType, list, type Rule, shape } from './rule.ts';
import { boolean, integer, literal, number, oneOf, string } from './scalar-rules.ts';

const blockId = { 'block_id?': string({ max: limits.blockId }) };

const cell = byType({
  raw_text: shape({ type: literal('raw_text'), text: string() }),
  raw_number: shape({ type: literal('raw_number'), value: number, text: string() }),
  rich_text: richText,
});

const rows = list(list(cell, { max: limits.table.columns }), { max: limits.table.rows });

export const tableRules: Readonly<Record<string, Rule>> = {
  table: shape({
    type: literal('table'),
    ...blockId,
    rows,
    'column_settings?': list(shape({ 'align?': oneOf('left', 'center', 'right'), 'is_wrapped?': boolean }), {
      max: limits.table.columns,
    }),
  }),
  data_table: shape({
    type: literal('data_table'),
    ...blockId,
    rows,
    caption: string(),
    'page_size?': integer({ min: 1, max: limits.dataTable.pageSize }),
    'row_header_column_index?': integer({ min: 0 }),
  }),
};
