import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMrkdwn, singleLine, visibleLines } from '../../../messages/kit/escape.ts';
import { hostileTexts } from '../hostile.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostileTexts));

describe('escapeMrkdwn', () => {
  it('leaves nothing that opens an entity', () => {
    expect(escapeMrkdwn('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
  });

  it('escapes an entity that was escaped already once more, so that it is shown as it was written', () => {
    expect(escapeMrkdwn('&lt;!channel&gt;')).toBe('&amp;lt;!channel&amp;gt;');
  });

  it('never lets an angle through', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeMrkdwn(text)).not.toMatch(/[<>]/);
      }),
    );
  });
});

describe('singleLine', () => {
  it.each([
    ['  two\r\nlines\u2028or three ', 'two lines or three'],
    ['\u001b[31mred\u001b[0m and \u0000 nothing', 'red and  nothing'],
    ['turned \u202eback', 'turned back'],
    ['', ''],
  ])('makes %j to %j', (text, line) => {
    expect(singleLine(text, 100)).toBe(line);
  });

  it('is one line of well-formed text, and no longer than asked', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, max) => {
        const line = singleLine(text, max);

        expect(line).not.toMatch(/[\n\r\u2028]/);
        expect(line).not.toContain('\u0000');
        expect(line.isWellFormed()).toBe(true);
        expect(line.length).toBeLessThanOrEqual(max);
      }),
    );
  });
});

describe('visibleLines', () => {
  it('keeps line breaks and nothing else that controls', () => {
    expect(visibleLines('one\u0007\n\u001b[2Jtwo\n')).toBe('one\ntwo\n');
  });
});
