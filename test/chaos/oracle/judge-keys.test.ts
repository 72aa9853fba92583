import { expect, it } from 'vitest';
import { judgeKeys } from './judge-keys.ts';
import type { PostReading } from './read-channels.ts';
import { readNotice } from './read-notice.ts';

const reply = (key: string, text: string) => ({ kind: readNotice(text), key, text, files: [], at: 1 });
const card = (key: string, replies: PostReading['replies'] = []): PostReading => ({
  channel: '#shop',
  ts: '1.0',
  at: 1,
  text: `✓ ${key}`,
  key,
  replies,
});

it('one name on two messages is one message twice, whatever they say and wherever they are', () => {
  const findings = judgeKeys([
    card('a:card', [reply('a:failing', 'one'), reply('a:left', 'two')]),
    card('b:card', [reply('a:failing', 'another')]),
    card('b:card'),
  ]);

  expect(findings.map(({ kind, where }) => [kind, where])).toEqual([
    ['duplicate-message', 'a:failing in #shop'],
    ['duplicate-message', 'b:card in #shop'],
  ]);
});

it('messages without a name, as files have none, are told by others', () => {
  const { key: _, ...nameless } = card('');

  expect(judgeKeys([nameless, nameless])).toEqual([]);
});
