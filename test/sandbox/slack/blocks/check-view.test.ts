import { describe, expect, it } from 'vitest';
import { checkView } from '../../../../sandbox/slack/blocks/check-view.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const divider = { type: 'divider' };
const input = {
  type: 'input',
  label: plain('Why'),
  element: { type: 'plain_text_input', focus_on_load: true },
};
const modal = (more: object = {}) => ({ type: 'modal', title: plain('Title'), blocks: [divider], ...more });

describe('views', () => {
  it('takes a modal and a Home tab', () => {
    const form = modal({
      blocks: [input],
      submit: plain('Send'),
      private_metadata: 'x'.repeat(3000),
      callback_id: 'page',
      notify_on_close: true,
    });

    expect(checkView(form, 'modal')).toEqual([]);
    expect(checkView({ type: 'home', blocks: [divider] }, 'home')).toEqual([]);
  });

  it.each([
    [
      'a long title',
      modal({ title: plain('x'.repeat(25)) }),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['no title', { type: 'modal', blocks: [] }, 'missing required field: title [json-pointer:/view]'],
    [
      'an input without submit',
      modal({ blocks: [input] }),
      'missing required field: submit [json-pointer:/view]',
    ],
    ['a long submit', modal({ submit: plain('x'.repeat(25)) }), 'must be less than 25 characters'],
    [
      'long private_metadata',
      modal({ private_metadata: 'x'.repeat(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    ['a long callback_id', modal({ callback_id: 'x'.repeat(256) }), 'must be less than 256 characters'],
    [
      '101 blocks',
      modal({ blocks: Array.from({ length: 101 }, () => divider) }),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'a message block',
      modal({ blocks: [{ type: 'plan', title: 'a' }] }),
      'unsupported type: plan [json-pointer:/view/blocks/0/type]',
    ],
    ['an unknown field', modal({ colour: 'red' }), 'invalid additional property: colour'],
    [
      'two focused elements',
      modal({ blocks: [input, input], submit: plain('Send') }),
      'only one element may have focus_on_load',
    ],
    [
      'a Home tab',
      { type: 'home', blocks: [] },
      'must be a valid enum value (modal) [json-pointer:/view/type]',
    ],
  ])('refuses %s as a modal', (_name, view, problem) => {
    expect(checkView(view, 'modal').join('\n')).toContain(problem);
  });

  it('refuses a submit button on the Home tab', () => {
    expect(checkView({ type: 'home', blocks: [], submit: plain('Send') }, 'home')).toEqual([
      'invalid additional property: submit [json-pointer:/view]',
    ]);
  });
});
