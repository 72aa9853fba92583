import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMrkdwn } from '../../../../sandbox/slack/text/mrkdwn.ts';
import { findPings } from '../../../../sandbox/slack/text/pings.ts';

const text = (value: string) => ({ kind: 'text', text: value });

describe('mrkdwn', () => {
  it.each([
    ['*a* b', [{ kind: 'bold', children: [text('a')] }, text(' b')]],
    ['_a *b*_', [{ kind: 'italic', children: [text('a '), { kind: 'bold', children: [text('b')] }] }]],
    ['~a~', [{ kind: 'strike', children: [text('a')] }]],
    ['2*3*4', [text('2*3*4')]],
    ['* a *', [text('* a *')]],
    ['snake_case_name', [text('snake_case_name')]],
    ['`a *b* <https://a|x>`', [{ kind: 'code', text: 'a *b* x' }]],
    ['```\na\nb\n```', [{ kind: 'preformatted', text: 'a\nb' }]],
    ['&gt; quoted\nnot', [{ kind: 'quote', children: [text('quoted')] }, text('not')]],
    ['a &amp;lt; b', [text('a &lt; b')]],
    ['<@U1|ada>', [{ kind: 'user', id: 'U1', label: 'ada' }]],
    ['<#C1>', [{ kind: 'channel', id: 'C1' }]],
    ['<!subteam^S1|@sre>', [{ kind: 'usergroup', id: 'S1', label: '@sre' }]],
    ['<!here>', [{ kind: 'broadcast', range: 'here' }]],
    [
      '<https://a.example/?a=1&amp;b=2|A&amp;B>',
      [{ kind: 'link', url: 'https://a.example/?a=1&b=2', label: 'A&B' }],
    ],
    ['<!date^60^{time}|then>', [{ kind: 'date', epochSeconds: 60, format: '{time}', fallback: 'then' }]],
    [
      '<!date^60^{time}^https://a.example^x|then>',
      [{ kind: 'date', epochSeconds: 60, format: '{time}', url: 'https://a.example', fallback: 'then' }],
    ],
    [':ship: at 12:30:00', [{ kind: 'emoji', name: 'ship' }, text(' at 12:30:00')]],
  ])('reads %j', (source, inlines) => {
    expect(parseMrkdwn(source)).toEqual(inlines);
  });

  it('reads anything without hanging or throwing', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'*_~`<>!@#|^&:;a \n'), maxLength: 200 });

    fc.assert(fc.property(hostile, (source) => Array.isArray(parseMrkdwn(source))));
  });

  it('pings nobody for escaped text, whatever it says', () => {
    const escapeText = (value: string) =>
      value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const hostile = fc.array(
      fc.constantFrom('<!channel>', '<@U0ADA>', '`', '*', '<!subteam^S1>', '&lt;', '\n', 'x', '```'),
    );

    fc.assert(fc.property(hostile, (parts) => findPings(escapeText(parts.join('')), []).length === 0));
  });

  it('does ping from inside code and fences', () => {
    expect(findPings('```\n<!channel>\n```', [])).toEqual([{ kind: 'broadcast', target: 'channel' }]);
  });
});
