import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryLines } from '../../../src/domain/log/log-entry.ts';
import { threadTimeOf } from '../../thread-time.ts';
import { loggerLines } from './logger-lines.ts';

describe('a line of JSON is shown by what it says', () => {
  it.each(Object.entries(loggerLines))('%s', (_logger, [entry, shown]) => {
    expect(entryLines(JSON.stringify(entry))).toEqual(shown);
  });

  it('without control characters, colours and text that is turned around', () => {
    const line = JSON.stringify({
      level: 'error',
      msg: '\u001b[31mpanic\u001b[0m\u0007 \u202egnp',
      err: 'a\u0000b',
    });

    expect(entryLines(line)).toEqual(['ERROR panic gnp: ab']);
  });

  it('with a few of its other values, and none that is long', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, index]));

    const lines = entryLines(JSON.stringify({ msg: 'no', dump: 'x'.repeat(500), ...many }));

    expect(lines).toEqual(['no (k0=0, k1=1, k2=2, k3=3)']);
  });
});

describe('a line is shown as it is when it', () => {
  const deep = (depth: number) => `{"msg":"no","a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

  it.each([
    ['is plain text', 'fatal: cannot start'],
    ['has JSON after other text', '2026-01-02T03:04:05Z\tERROR\tcannot start\t{"error":"EOF"}'],
    ['is broken', '{"level":"error","msg":"cannot st'],
    ['ends in something else', '{"msg":"no"} and more'],
    ['is a list', '[{"msg":"no"}]'],
    ['is a number', '17'],
    ['is empty', '{}'],
    ['says nothing that is known', '{"foo":1,"bar":{"baz":[2]}}'],
    ['has a blank message', '{"level":"info","msg":"  "}'],
    ['is nested deeper than any logger does', deep(100_000 / 8)],
    ['is nested too deep within the length', deep(50)],
    ['is longer than any logger writes', `{"msg":"no","dump":"${'x'.repeat(40_000)}"}`],
    ['gives a key twice', '{"msg":"one","level":"error","msg":"two"}'],
    ['gives a key twice, once with an escape', '{"msg":"one","\\u006dsg":"two"}'],
    ['gives a key twice further in', '{"msg":"no","err":{"message":"one","message":"two"}}'],
    ['has a key with a meaning of its own', '{"msg":"no","__proto__":{"level":"error"}}'],
    ['has such a key further in', '{"msg":"no","err":{"__proto__":{"message":"x"}}}'],
  ])('%s', (_why, line) => {
    expect(entryLines(line)).toBeUndefined();
  });
});

it('reads own keys only', () => {
  expect(entryLines('{"constructor":{"message":"x"},"toString":"y","msg":"fine"}')).toEqual([
    'fine (toString=y)',
  ]);
  expect(Object.hasOwn({}, 'level')).toBe(false);
});

describe('any JSON', () => {
  it('is read without an error, in visible lines', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    const unsafe = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e]/;
    const key = fc.constantFrom(
      ...'msg message level severity err error exception stack stack_trace fields context log @mt @x cause frames method path'.split(
        ' ',
      ),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.constantFrom(null, true, 30, 'Error: x\n    at a (b.js:1:2)', 'Traceback (most recent call last)'),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(key, fc.string()), tie('tree'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree), (entry) => {
        const lines = entryLines(JSON.stringify(entry)) ?? [];

        expect(lines.filter((line) => unsafe.test(line))).toEqual([]);
        expect(lines.length).toBeLessThanOrEqual(16);
      }),
      { numRuns: 200 },
    );
  });
});

describe('hostile lines', () => {
  it.each([
    ['brackets', '['],
    ['braces', '{"a":'],
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['keys', '"a":1,'],
    ['colons', ':'],
    ['markers', '[hidden: x],'],
    ['frames', '"    at a (b:1:2)\\n",'],
    ['holes', '{@a'],
    ['escapes', '\\u001b['],
  ])('of %s take little time', (_what, piece) => {
    const filling = piece.repeat(32_000 / piece.length);
    const lines = [
      `{${filling}}`,
      `{"msg":"${filling.replaceAll('"', '')}"}`,
      `{"msg":"a\\n${filling.replaceAll('"', '')}"}`,
      `{"@mt":"${filling.replaceAll('"', '')}","stack":"${filling.replaceAll('"', '').slice(0, 100)}"}`,
    ];
    const shown: (readonly string[])[] = [];

    const tookMs = threadTimeOf(() => {
      for (const line of lines) shown.push(entryLines(line) ?? []);
    });

    expect(shown).toHaveLength(4);
    expect(tookMs).toBeLessThan(1_000);
  });
});
