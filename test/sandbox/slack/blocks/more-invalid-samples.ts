import {
  actions,
  button,
  container,
  input,
  long,
  mrkdwn,
  option,
  options,
  plain,
  richText,
  type Sample,
  table,
  task,
} from './sample.ts';

export const moreInvalidSamples: readonly Sample[] = [
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
