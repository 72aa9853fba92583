import {
  actions,
  button,
  confirm,
  container,
  input,
  long,
  mrkdwn,
  options,
  plain,
  richText,
  type Sample,
  table,
  task,
} from './sample.ts';

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
