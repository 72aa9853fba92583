import { limits } from './limits.ts';
import { byType, list, pick, type Rule, shape } from './rule.ts';
import { boolean, integer, literal, matching, number, oneOf, string, url } from './scalar-rules.ts';

const marks = {
  'bold?': boolean,
  'italic?': boolean,
  'strike?': boolean,
  'underline?': boolean,
  'code?': boolean,
};
const mentionMarks = { ...marks, 'highlight?': boolean, 'client_highlight?': boolean, 'unlink?': boolean };
const border = { 'border?': oneOf(0, 1) };

function inline(
  type: string,
  fields: Readonly<Record<string, Rule>>,
  style: Readonly<Record<string, Rule>> = marks,
): Record<string, Rule> {
  return { [type]: shape({ type: literal(type), 'style?': shape(style), ...fields }) };
}

const inlineRules: Readonly<Record<string, Rule>> = {
  ...inline('text', { text: string() }),
  ...inline('link', { url: url(limits.button.url), 'text?': string(), 'unsafe?': boolean }),
  ...inline('user', { user_id: string() }, mentionMarks),
  ...inline('usergroup', { usergroup_id: string() }, mentionMarks),
  ...inline('channel', { channel_id: string() }, mentionMarks),
  ...inline('team', { team_id: string() }, mentionMarks),
  ...inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  ...inline('color', { value: matching(/^#[0-9a-f]{3,8}$/i, 'a hex colour') }),
  ...inline('date', {
    timestamp: number,
    format: string(),
    'url?': url(limits.button.url),
    'fallback?': string(),
  }),
  ...inline('emoji', {
    name: string(),
    'unicode?': string(),
    'url?': string(),
    'skin_tone?': integer({ min: 1, max: 6 }),
  }),
};

const section = shape({
  type: literal('rich_text_section'),
  elements: list(byType(inlineRules), { min: 0 }),
});

const parts = byType({
  rich_text_section: section,
  rich_text_list: shape({
    type: literal('rich_text_list'),
    style: oneOf('bullet', 'ordered'),
    elements: list(byType({ rich_text_section: section })),
    'indent?': integer({ min: 0, max: 8 }),
    'offset?': integer({ min: 0 }),
    ...border,
  }),
  rich_text_quote: shape({
    type: literal('rich_text_quote'),
    elements: list(byType(inlineRules)),
    ...border,
  }),
  // `language` is documented, though the SDK's types do not know it yet.
  rich_text_preformatted: shape({
    type: literal('rich_text_preformatted'),
    elements: list(byType(pick(inlineRules, 'text', 'link'))),
    'language?': string(),
    ...border,
  }),
});

/** A rich_text block, also where it stands inside another block. */
export const richText: Rule = shape({
  type: literal('rich_text'),
  'block_id?': string({ max: limits.blockId }),
  elements: list(parts, { min: 0 }),
});
