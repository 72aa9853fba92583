import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInFinders, tokenRules } from '../../../src/domain/redaction/built-in-rules.ts';
import { redact } from '../../../src/domain/redaction/redaction.ts';
import { threadTimeOf } from '../../thread-time.ts';
import { fence, madeUp } from './made-up.ts';
import { tokenSamples } from './token-samples.ts';

/** A square of it would take minutes. */
const length = 50_000;
const filled = (piece: string, most = length) => piece.repeat(Math.ceil(most / piece.length)).slice(0, most);

/** Beginnings that never become what they promise, which is where a careless pattern goes back and back. */
const hostile: Readonly<Record<string, string>> = {
  letters: 'a',
  'mixed letters': madeUp(64),
  'hexadecimal digits': madeUp(64, 'hex'),
  spaces: ' ',
  tabs: '\t',
  colons: ':',
  'equals signs': '=',
  'angle brackets': '<',
  'closing brackets': ')]}',
  quotes: '"',
  'escaped quotes': '\\"',
  backslashes: '\\',
  commas: ',a',
  dashes: '-',
  dots: 'a.',
  'at signs': ':a@',
  addresses: '://',
  'addresses with users': '://a:b',
  'odd addresses': '://a:b/',
  passwords: 'password=',
  'passwords of one word': 'password=key=',
  'passwords in quotes': 'password="',
  'passwords in other quotes': 'password=\'password="password=`',
  'passwords in escaped quotes': 'password=\\"',
  'passwords in more escaped quotes': 'password=\\\\\\"password="',
  'passwords in brackets': 'password=[',
  'keys in brackets': 'key=[',
  'keys in quotes': 'key="\\"',
  keys: 'key=',
  'keys with a value': 'key=a,key:b;',
  tags: '<password>',
  'long keys': `${'x'.repeat(79)}password:`,
  'spaces after a key': `password:${' '.repeat(20)}`,
  headers: 'Authorization:',
  'headers with schemes': 'Authorization: Digest ',
  'headers with brackets': 'Authorization:[',
  'headers with quotes': 'authorization": "',
  cookies: 'cookie: ',
  'bearer words': 'bearer ',
  'bearer tokens': `Bearer ${madeUp(12, 'small')}`,
  flags: '--password ',
  'flags of flags': ' --a-b-c',
  users: ' -u a:',
  'names before values': 'name: password, value: ',
  names: 'name: password ',
  phrases: "password 'a",
  'said passwords': 'password is ',
  'random words beside names': `api key ${madeUp(31, 'hex')} token `,
  'names beside names': 'secret token ',
  'names beside long words': `token is:"${madeUp(64)}`,
  'oracle connections': 'jdbc:oracle:thin:a/',
  'beginnings of keys': fence('BEGIN'),
  'beginnings of keys in quotes': `"${fence('BEGIN')}`,
  'ends of keys': `a${fence('END')}`,
  'beginnings of tokens': 'eyJ',
  'beginnings of tokens, apart': 'eyJaaaaaaaaaa.-',
  'escaped beginnings of tokens': '\\neyJ',
  'escapes of signs': '\\u003d',
  'escapes of escapes': '\\\\\\\\u0026\\/',
  'names with escapes': 'password\\u003a\\n',
  'breaks after names': 'password:\\n\\n\\n\\n\\n\\n\\n\\n',
  'headers with other schemes': 'Authorization: Custom a1b2',
  'routing keys': `routing_key ${madeUp(31)} `,
  'routing keys without a value': 'routing_key ',
  'services of services': 'service service_key',
  'URLs of events': 'pagerduty.com/a/',
  'members of web keys': '"kty":"d":"',
  'databases with flags': 'mysql -u a ',
  'databases of databases': 'mysql ',
  'databases with passwords': 'mysql -pabc1 redis-cli -a ',
  markers: '[hidden: ',
  'whole markers': '[hidden: x]',
};

/** Far above what it takes (tens to hundreds of milliseconds), far below what a square of the length would. */
const generousMs = 3_000;

describe('a long line of hostile text', () => {
  it.each(Object.entries(hostile))('of %s takes little time', (_what, piece) => {
    const line = filled(piece);

    expect(threadTimeOf(() => redact(line))).toBeLessThan(generousMs);
  });

  it.each(tokenRules.map(({ id, hints }) => [id, hints] as const))(
    'of beginnings of %s takes little time',
    (id, hints) => {
      const nearMisses = [
        ...hints,
        ...(tokenSamples[id] ?? []).flatMap((secret) => [secret.slice(0, -1), secret.slice(0, 12)]),
      ];

      for (const piece of nearMisses) {
        expect(threadTimeOf(() => redact(filled(piece, length / 4)))).toBeLessThan(generousMs);
      }
    },
  );
});

describe('many hostile lines', () => {
  it.each([
    ['open quotes', 'password="abc'],
    ['keys without end', `${fence('BEGIN')}\n${madeUp(64)}`],
    ['ends without keys', fence('END')],
    ['base64', madeUp(64, 'mixed', 3)],
    ['names above values', '- name: API_TOKEN'],
    ['blocks', 'password: |\n  a'],
    ['names alone', 'password:'],
    ['names alone, above blank lines', 'password:\n\n'],
    ['names alone, above values', 'password:\n  a1b2c3'],
    ['names at the end of long lines', `${'word '.repeat(45)}password:\nab12cd34`],
    ['names above long lines', `password:\n${'a1'.repeat(400)}`],
    ['lists below a name', 'passwords:\n- a1b2\n- c3d4'],
    ['tags below a name', '<password>\n<a>'],
  ])('of %s take little time', (_what, line) => {
    const text = filled(`${line}\n`);

    expect(threadTimeOf(() => redact(text))).toBeLessThan(generousMs);
  });
});

describe('the work of every rule', () => {
  it('grows with the length of the line and no faster, however its parts are put together', () => {
    const part = fc.constantFrom(...Object.values(hostile), ...Object.values(tokenSamples).flat());
    const steps = (line: string) =>
      Math.min(...[1, 2, 3].map(() => threadTimeOf(() => builtInFinders.map((find) => find(line)))));

    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const piece = parts.join('');
        const [once, eightfold] = [steps(filled(piece, 8_000)), steps(filled(piece, 64_000))];

        // A square would be 64 times as much; the floor is the clock's and the collector's noise.
        expect(eightfold).toBeLessThan(Math.max(150, once * 32));
      }),
      { numRuns: 30 },
    );
  });
});
