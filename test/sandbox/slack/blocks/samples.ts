import type { Surface } from '../../../../sandbox/slack/blocks/rule.ts';

export interface Sample {
  /** What is wrong, or what kind it is. */
  name: string;
  block: unknown;
  surface?: Surface;
  /** Part of the sentence Slack would answer; absent for a valid block. */
  problem?: string;
}

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const long = (length: number) => 'x'.repeat(length);
const richText = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});
const button = (more: object = {}) => ({ type: 'button', action_id: 'go', text: plain('Go'), ...more });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const input = (element: object) => ({ type: 'input', label: plain('Label'), element });
const option = (value: string) => ({ text: plain(value), value });
const options = (count: number) => Array.from({ length: count }, (_, index) => option(`o${index}`));
const task = (more: object = {}) => ({
  type: 'task_card',
  task_id: 't1',
  title: 'build',
  status: 'complete',
  ...more,
});
const confirm = (more: object = {}) => ({ text: plain('Sure?'), ...more });
const container = (more: object = {}) => ({
  type: 'container',
  title: plain('Log'),
  child_blocks: [{ type: 'divider' }],
  ...more,
});
const table = (more: object = {}) => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]], ...more });

export const validSamples: readonly Sample[] = [
  {
    name: 'section',
    block: {
      type: 'section',
      text: mrkdwn(long(3000)),
      fields: [plain('a'), mrkdwn('b')],
      accessory: button(),
    },
  },
  { name: 'header', block: { type: 'header', text: plain(long(150)) } },
  { name: 'divider', block: { type: 'divider', block_id: 'd' } },
  {
    name: 'context',
    block: {
      type: 'context',
      elements: [mrkdwn('a'), { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'i' }],
    },
  },
  {
    name: 'actions with every button field',
    block: actions(
      button({
        style: 'danger',
        value: long(2000),
        confirm: confirm({ title: plain('T'), confirm: plain('Yes'), deny: plain('No'), style: 'danger' }),
      }),
      button({ action_id: 'link', url: 'https://a.example' }),
    ),
  },
  {
    name: 'actions with menus',
    block: actions(
      { type: 'static_select', action_id: 'a', options: options(100) },
      { type: 'overflow', action_id: 'b', options: options(5) },
      { type: 'users_select', action_id: 'c' },
      { type: 'datepicker', action_id: 'd', initial_date: '2026-01-31' },
    ),
  },
  {
    name: 'static_select with groups',
    block: actions({ type: 'static_select', option_groups: [{ label: plain('g'), options: options(2) }] }),
  },
  {
    name: 'image',
    block: { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'i', title: plain('t') },
  },
  {
    name: 'input',
    block: input({ type: 'plain_text_input', action_id: 't', multiline: true, max_length: 300 }),
    surface: 'modal',
  },
  {
    name: 'checkboxes',
    block: input({ type: 'checkboxes', options: options(10), initial_options: options(1) }),
    surface: 'modal',
  },
  {
    name: 'rich_text',
    block: {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'a', style: { bold: true } },
            { type: 'user', user_id: 'U1' },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'emoji', name: 'ship' }] }],
        },
        { type: 'rich_text_preformatted', language: 'log', elements: [{ type: 'text', text: 'log' }] },
      ],
    },
  },
  { name: 'markdown', block: { type: 'markdown', text: '# Title' } },
  { name: 'table', block: table({ column_settings: [{ align: 'right' }] }) },
  {
    name: 'data_table',
    block: {
      type: 'data_table',
      caption: 'c',
      rows: [[{ type: 'raw_number', value: 1, text: '1' }]],
      page_size: 10,
    },
  },
  { name: 'card', block: { type: 'card', title: mrkdwn('t'), actions: [button()] } },
  { name: 'carousel', block: { type: 'carousel', elements: [{ type: 'card', body: mrkdwn('b') }] } },
  { name: 'alert', block: { type: 'alert', level: 'warning', text: plain('careful') }, surface: 'modal' },
  {
    name: 'container',
    block: container({
      child_blocks: [richText('log'), actions(button())],
      is_collapsible: true,
      default_collapsed: true,
    }),
  },
  {
    name: 'plan',
    block: {
      type: 'plan',
      title: 'Release',
      tasks: [
        task({
          details: richText('a'),
          output: richText('b'),
          sources: [{ type: 'url', url: 'https://ci.example', text: 'run' }],
        }),
      ],
    },
  },
  { name: 'task_card', block: task({ status: 'in_progress' }) },
  {
    name: 'context_actions',
    block: {
      type: 'context_actions',
      elements: [{ type: 'icon_button', icon: 'trash', text: plain('Remove') }],
    },
  },
];

export const invalidSamples: readonly Sample[] = [
  {
    name: 'unknown block',
    block: { type: 'sectoin', text: plain('a') },
    problem: 'unsupported type: sectoin [json-pointer:/blocks/0/type]',
  },
  {
    name: 'no type',
    block: { text: plain('a') },
    problem: 'missing required field: type [json-pointer:/blocks/0]',
  },
  { name: 'not an object', block: 'section', problem: 'must provide an object [json-pointer:/blocks/0]' },
  {
    name: 'file block',
    block: { type: 'file', source: 'remote', external_id: 'x' },
    problem: 'unsupported type: file',
  },
  {
    name: 'section without text',
    block: { type: 'section' },
    problem: 'missing required field: text or fields',
  },
  {
    name: 'section too long',
    block: { type: 'section', text: mrkdwn(long(3001)) },
    problem: 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  },
  {
    name: 'section empty',
    block: { type: 'section', text: mrkdwn('') },
    problem: 'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  },
  {
    name: 'section with a bare string',
    block: { type: 'section', text: 'a' },
    problem: 'must provide an object [json-pointer:/blocks/0/text]',
  },
  {
    name: 'section with 11 fields',
    block: { type: 'section', fields: Array.from({ length: 11 }, () => plain('a')) },
    problem: 'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  },
  {
    name: 'section field too long',
    block: { type: 'section', fields: [plain(long(2001))] },
    problem: 'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  },
  {
    name: 'section with an unknown field',
    block: { type: 'section', text: plain('a'), colour: 'red' },
    problem: 'invalid additional property: colour [json-pointer:/blocks/0]',
  },
  {
    name: 'section with an input as accessory',
    block: { type: 'section', text: plain('a'), accessory: { type: 'plain_text_input' } },
    problem: 'unsupported type: plain_text_input',
  },
  {
    name: 'emoji on mrkdwn',
    block: { type: 'section', text: { ...mrkdwn('a'), emoji: true } },
    problem: 'invalid additional property: emoji',
  },
  {
    name: 'header too long',
    block: { type: 'header', text: plain(long(151)) },
    problem: 'must be less than 151 characters',
  },
  {
    name: 'header in mrkdwn',
    block: { type: 'header', text: mrkdwn('a') },
    problem: 'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  },
  {
    name: 'divider with text',
    block: { type: 'divider', text: plain('a') },
    problem: 'invalid additional property: text',
  },
  {
    name: 'long block_id',
    block: { type: 'divider', block_id: long(256) },
    problem: 'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  },
  {
    name: 'context with 11 elements',
    block: { type: 'context', elements: Array.from({ length: 11 }, () => plain('a')) },
    problem: 'no more than 10 items allowed',
  },
  {
    name: 'context with a button',
    block: { type: 'context', elements: [button()] },
    problem: 'unsupported type: button',
  },
  {
    name: 'actions empty',
    block: actions(),
    problem: 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]',
  },
  {
    name: 'actions with 26 elements',
    block: actions(...Array.from({ length: 26 }, (_, index) => button({ action_id: `a${index}` }))),
    problem: 'no more than 25 items allowed',
  },
  {
    name: 'actions with a text input',
    block: actions({ type: 'plain_text_input' }),
    problem: 'unsupported type: plain_text_input',
  },
  {
    name: 'button text too long',
    block: actions(button({ text: plain(long(76)) })),
    problem: 'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  },
  {
    name: 'button text in mrkdwn',
    block: actions(button({ text: mrkdwn('a') })),
    problem: 'unsupported type: mrkdwn',
  },
  {
    name: 'button value too long',
    block: actions(button({ value: long(2001) })),
    problem: 'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  },
  {
    name: 'button value not a string',
    block: actions(button({ value: 1 })),
    problem: 'must provide a string',
  },
  {
    name: 'button style',
    block: actions(button({ style: 'warning' })),
    problem: 'must be a valid enum value',
  },
  {
    name: 'button url',
    block: actions(button({ url: 'javascript:alert(1)' })),
    problem: 'must be a valid URL',
  },
  {
    name: 'button action_id too long',
    block: actions(button({ action_id: long(256) })),
    problem: 'must be less than 256 characters',
  },
  {
    name: 'two elements with one action_id',
    block: actions(button(), button()),
    problem: 'action_id "go" already exists in this block',
  },
  {
    name: 'confirm title too long',
    block: actions(button({ confirm: confirm({ title: plain(long(101)) }) })),
    problem: 'must be less than 101 characters',
  },
  {
    name: 'confirm text too long',
    block: actions(button({ confirm: confirm({ text: plain(long(301)) }) })),
    problem: 'must be less than 301 characters',
  },
  {
    name: 'confirm button too long',
    block: actions(button({ confirm: confirm({ confirm: plain(long(31)) }) })),
    problem: 'must be less than 31 characters',
  },
  {
    name: 'confirm without text',
    block: actions(button({ confirm: { title: plain('a') } })),
    problem: 'missing required field: text',
  },
  {
    name: 'select without options',
    block: actions({ type: 'static_select' }),
    problem: 'exactly one of options, option_groups',
  },
  {
    name: 'select with 101 options',
    block: actions({ type: 'static_select', options: options(101) }),
    problem: 'no more than 100 items allowed',
  },
  {
    name: 'overflow with 6 options',
    block: actions({ type: 'overflow', options: options(6) }),
    problem: 'no more than 5 items allowed',
  },
  {
    name: 'option value too long',
    block: actions({ type: 'static_select', options: [{ text: plain('a'), value: long(151) }] }),
    problem: 'must be less than 151 characters',
  },
  {
    name: 'option text too long',
    block: actions({ type: 'static_select', options: [{ text: plain(long(76)), value: 'a' }] }),
    problem: 'must be less than 76 characters',
  },
  {
    name: 'initial option unknown',
    block: actions({ type: 'static_select', options: options(2), initial_option: option('zz') }),
    problem: 'initial option must be one of the options',
  },
  {
    name: 'date of another form',
    block: actions({ type: 'datepicker', initial_date: '31.01.2026' }),
    problem: 'must be a date',
  },
  {
    name: 'image without alt text',
    block: { type: 'image', image_url: 'https://a.example/i.png' },
    problem: 'missing required field: alt_text',
  },
  {
    name: 'image without source',
    block: { type: 'image', alt_text: 'i' },
    problem: 'exactly one of image_url, slack_file',
  },
  {
    name: 'input without label',
    block: { type: 'input', element: { type: 'plain_text_input' } },
    surface: 'modal',
    problem: 'missing required field: label',
  },
  {
    name: 'input around a button',
    block: input(button()),
    surface: 'modal',
    problem: 'unsupported type: button',
  },
  {
    name: 'checkboxes with 11 options',
    block: input({ type: 'checkboxes', options: options(11) }),
    surface: 'modal',
    problem: 'no more than 10 items allowed',
  },
  {
    name: 'number input without is_decimal_allowed',
    block: input({ type: 'number_input' }),
    surface: 'modal',
    problem: 'missing required field: is_decimal_allowed',
  },
  { name: 'rich_text with an empty text', block: richText(''), problem: 'must be more than 0 characters' },
  {
    name: 'rich_text with an unknown part',
    block: { type: 'rich_text', elements: [{ type: 'text', text: 'a' }] },
    problem: 'unsupported type: text',
  },
  {
    name: 'preformatted with a mention',
    block: {
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }],
    },
    problem: 'unsupported type: user',
  },
  {
    name: 'rich_text with an unknown style',
    block: {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'text', text: 'a', style: { loud: true } }] },
      ],
    },
    problem: 'invalid additional property: loud',
  },
  {
    name: 'markdown in a modal',
    block: { type: 'markdown', text: 'a' },
    surface: 'modal',
    problem: 'unsupported type: markdown',
  },
  {
    name: 'table with 21 columns',
    block: table({ rows: [Array.from({ length: 21 }, () => ({ type: 'raw_text', text: 'a' }))] }),
    problem: 'no more than 20 items allowed',
  },
  {
    name: 'table with 101 rows',
    block: table({ rows: Array.from({ length: 101 }, () => [{ type: 'raw_text', text: 'a' }]) }),
    problem: 'no more than 100 items allowed',
  },
  {
    name: 'table with an empty cell',
    block: table({ rows: [[{ type: 'raw_text', text: '' }]] }),
    problem: 'must be more than 0 characters',
  },
  {
    name: 'card without content',
    block: { type: 'card', icon: { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'i' } },
    problem: 'must provide one of',
  },
  {
    name: 'card body too long',
    block: { type: 'card', body: mrkdwn(long(201)) },
    problem: 'must be less than 201 characters',
  },
  {
    name: 'carousel with 11 cards',
    block: {
      type: 'carousel',
      elements: Array.from({ length: 11 }, () => ({ type: 'card', body: mrkdwn('b') })),
    },
    problem: 'no more than 10 items allowed',
  },
  {
    name: 'alert in a message',
    block: { type: 'alert', text: plain('a') },
    problem: 'unsupported type: alert',
  },
  {
    name: 'container in a modal',
    block: container(),
    surface: 'modal',
    problem: 'unsupported type: container',
  },
  {
    name: 'container without title',
    block: { type: 'container', child_blocks: [{ type: 'divider' }] },
    problem: 'missing required field: title or rich_text_title',
  },
  {
    name: 'container with a plan',
    block: container({ child_blocks: [{ type: 'plan', title: 'a' }] }),
    problem: 'unsupported type: plan [json-pointer:/blocks/0/child_blocks/0/type]',
  },
  {
    name: 'container with markdown',
    block: container({ child_blocks: [{ type: 'markdown', text: 'a' }] }),
    problem: 'unsupported type: markdown',
  },
  {
    name: 'container with 11 children',
    block: container({ child_blocks: Array.from({ length: 11 }, () => ({ type: 'divider' })) }),
    problem: 'no more than 10 items allowed',
  },
  {
    name: 'container collapsed but not collapsible',
    block: container({ default_collapsed: true }),
    problem: 'default_collapsed requires is_collapsible',
  },
  {
    name: 'plan without title',
    block: { type: 'plan', tasks: [] },
    problem: 'missing required field: title',
  },
  {
    name: 'plan with a text object as title',
    block: { type: 'plan', title: plain('a') },
    problem: 'must provide a string',
  },
  {
    name: 'plan with a section',
    block: { type: 'plan', title: 'a', tasks: [{ type: 'section', text: plain('a') }] },
    problem: 'unsupported type: section',
  },
  {
    name: 'plan in a modal',
    block: { type: 'plan', title: 'a' },
    surface: 'modal',
    problem: 'unsupported type: plan',
  },
  {
    name: 'task spelled completed',
    block: task({ status: 'completed' }),
    problem: 'must be a valid enum value',
  },
  {
    name: 'task without id',
    block: { type: 'task_card', title: 'a', status: 'pending' },
    problem: 'missing required field: task_id',
  },
  {
    name: 'task with several details',
    block: task({ details: [richText('a')] }),
    problem: 'must provide an object',
  },
  {
    name: 'context_actions with a button',
    block: { type: 'context_actions', elements: [button()] },
    problem: 'unsupported type: button',
  },
];
