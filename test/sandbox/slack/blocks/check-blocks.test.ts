import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../../sandbox/slack/blocks/check-blocks.ts';
import { invalidSamples } from './invalid-samples.ts';
import { moreInvalidSamples } from './more-invalid-samples.ts';
import { validSamples } from './valid-samples.ts';

const divider = { type: 'divider' };
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('what Slack takes', () => {
  it.each(validSamples)('$name', ({ block, surface = 'message' }) => {
    expect(checkBlocks([block], surface)).toEqual({ problems: [], isTooLong: false });
  });
});

describe('what Slack refuses', () => {
  it.each([...invalidSamples, ...moreInvalidSamples])(
    '$name',
    ({ block, surface = 'message', problem = '' }) => {
      const { problems } = checkBlocks([block], surface);

      expect(problems.join('\n')).toContain(problem);
      expect(problem).not.toBe('');
    },
  );
});

describe('blocks together', () => {
  it('counts blocks by surface', () => {
    const blocks = Array.from({ length: 51 }, () => divider);

    expect(checkBlocks(blocks, 'message').problems).toEqual([
      'no more than 50 items allowed [json-pointer:/blocks]',
    ]);
    expect(checkBlocks(blocks, 'modal').problems).toEqual([]);
  });

  it('refuses one block_id twice, also inside a container', () => {
    const inside = {
      type: 'container',
      title: { type: 'plain_text', text: 'Log' },
      child_blocks: [{ ...divider, block_id: 'a' }],
    };

    const { problems } = checkBlocks([{ ...divider, block_id: 'a' }, inside], 'message');

    expect(problems).toEqual([expect.stringContaining('block_id "a" already exists')]);
  });

  it('lets one action_id stand in two blocks', () => {
    const actions = {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
    };

    expect(checkBlocks([actions, actions], 'message').problems).toEqual([]);
  });

  it('keeps plan and task_card apart', () => {
    const plan = { type: 'plan', title: 'Release' };
    const task = { type: 'task_card', task_id: 't', title: 'build', status: 'pending' };

    const { problems } = checkBlocks([plan, task], 'message');

    expect(problems).toEqual([expect.stringContaining('plan and task_card cannot both')]);
  });

  it('takes one table a message', () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };

    expect(checkBlocks([table, table], 'message').problems).toEqual([
      expect.stringContaining('only one table'),
    ]);
  });

  it('sums the text of a message, plan titles included, and not that of a modal', () => {
    const full = [
      ...Array.from({ length: 4 }, () => section('x'.repeat(2999))),
      { type: 'plan', title: 'abcd' },
    ];
    const over = [...full, { type: 'plan', title: 'a' }];

    expect(checkBlocks(full, 'message').isTooLong).toBe(false);
    expect(checkBlocks(over, 'message').isTooLong).toBe(true);
    expect(checkBlocks(over.slice(0, 4), 'modal').isTooLong).toBe(false);
  });
});
