import { describe, expect, it } from 'vitest';
import { readNotify } from '../../../handlers/commands/shipmate/notify.ts';

describe('notify', () => {
  it.each([
    ['me', { kind: 'standing' }],
    ['me on', { kind: 'on', wants: 'failures' }],
    ['ME ON All', { kind: 'on', wants: 'all' }],
    ['me on failures', { kind: 'on', wants: 'failures' }],
    ['me all', { kind: 'on', wants: 'all' }],
    ['me failures', { kind: 'on', wants: 'failures' }],
    ['me off', { kind: 'off' }],
  ])('%j is understood', (text, expected) => {
    expect(readNotify(text.split(' '))).toEqual(expected);
  });

  it.each([
    '',
    'you',
    'mei on',
    'me maybe',
    'me off all',
    'me on everything',
    'me all on',
    'me on all failures',
  ])('%j is refused', (text) => {
    expect(readNotify(text.split(' '))).toMatchObject({ kind: 'wrong' });
  });
});
