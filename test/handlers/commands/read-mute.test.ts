import { describe, expect, it } from 'vitest';
import { readLength } from '../../../handlers/commands/shipmate/length.ts';
import { readMute } from '../../../handlers/commands/shipmate/mute.ts';
import { nameIn, wordsOf } from '../../../handlers/commands/shipmate/words.ts';

const hour = 3_600_000;
const lasting = (ms: number) => ({ kind: 'for', ms });

describe('mute', () => {
  it.each([
    ['payments-api', { service: 'payments-api' }, lasting(hour), ''],
    ['payments-api 2h', { service: 'payments-api' }, lasting(2 * hour), ''],
    ['payments-api 30m', { service: 'payments-api' }, lasting(hour / 2), ''],
    ['payments-api 45min', { service: 'payments-api' }, lasting(0.75 * hour), ''],
    ['payments-api 30D', { service: 'payments-api' }, lasting(720 * hour), ''],
    ['payments-api tomorrow', { service: 'payments-api' }, { kind: 'tomorrow' }, ''],
    ['payments-api flaky node', { service: 'payments-api' }, lasting(hour), 'flaky node'],
    ['payments-api 2h  flaky   node', { service: 'payments-api' }, lasting(2 * hour), 'flaky node'],
    ['payments-api in dev', { service: 'payments-api', environment: 'dev' }, lasting(hour), ''],
    [
      '`payments-api` IN dev 3d why',
      { service: 'payments-api', environment: 'dev' },
      lasting(72 * hour),
      'why',
    ],
    ['payments-api for 2h flaky', { service: 'payments-api' }, lasting(2 * hour), 'flaky'],
    ['payments-api for now', { service: 'payments-api' }, lasting(hour), 'for now'],
    ['payments-api 2h in our own time', { service: 'payments-api' }, lasting(2 * hour), 'in our own time'],
    ['in in in', { service: 'in', environment: 'in' }, lasting(hour), ''],
    ['a &lt;b&gt; &amp;amp;', { service: 'a' }, lasting(hour), '<b> &amp;'],
  ])('%j is understood', (text, of, length, reason) => {
    expect(readMute(wordsOf(text))).toEqual({ kind: 'mute', of, length, reason });
  });

  it.each([
    ['', 'name is missing'],
    ['``', 'name is missing'],
    ['payments-api 99999999h', '30 days at most'],
    ['payments-api in', 'In which environment?'],
    ['payments-api 2h in', 'In which environment?'],
    ['payments-api 2h IN dev', 'only right after the service'],
    ['payments-api in dev in prod', 'one environment only'],
    ['payments-api for 31d', '30 days at most'],
    ['payments-api 31d', '30 days at most'],
    ['payments-api 0h', '1 minute at least'],
    ['payments-api -5h', '“-5h” is no length of time'],
    ['payments-api +5h', 'no length of time'],
    ['payments-api 1e9', '“1e9” is no length of time'],
    ['payments-api .5h', 'no length of time'],
    ['payments-api 2', '“2” is no length of time'],
    ['payments-api 2hours', 'no length of time'],
    [`payments-api ${'9'.repeat(5_000)}h`, 'no length of time'],
  ])('%j is refused', (text, problem) => {
    const read = readMute(wordsOf(text));

    expect(read).toMatchObject({ kind: 'wrong', problem: expect.stringContaining(problem) });
    expect(JSON.stringify(read).length).toBeLessThan(200);
  });

  it('keeps what is typed without end within bounds', () => {
    const read = readMute(wordsOf(`payments-api 2h ${'why '.repeat(10_000)}`));

    expect(read.kind === 'mute' && read.reason.length).toBeLessThanOrEqual(500);
  });

  it.each([
    '⚓'.repeat(5_000),
    `x${'⚓'.repeat(5_000)}`,
    '\ud83d',
    '\ude00',
    '\u202e\u0000',
    `${'"'.repeat(4_000)}x`,
  ])('cuts no character in two: %#', (text) => {
    const read = readMute(wordsOf(`payments-api 2h ${text}`));

    expect(read.kind === 'mute' && read.reason.isWellFormed()).toBe(true);
  });
});

describe('a length', () => {
  it.each(['1m', '30d', '720h', '43200m'])('%s is within bounds', (word) => {
    expect(readLength(word).kind).toBe('length');
  });

  it.each(['0m', '721h', '43201m', '999999999999d'])('%s is not', (word) => {
    expect(readLength(word).kind).toBe('wrong');
  });
});

describe('a name', () => {
  it.each([
    ['`payments-api`', 'payments-api'],
    ['*payments-api*', 'payments-api'],
    ['“x', '“x'],
    [undefined, ''],
  ])('%j is %j', (word, name) => {
    expect(nameIn(word)).toBe(name);
  });
});
