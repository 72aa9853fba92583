import { actions, button, confirm, long, mrkdwn, options, plain, type Sample } from './sample.ts';

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
];
