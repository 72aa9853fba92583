import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedaction, redact } from '../../../src/domain/redaction/redaction.ts';
import { fence, madeUp, privateKey } from './made-up.ts';
import { tokenSamples } from './token-samples.ts';

const anyToken = fc.constantFrom(...Object.values(tokenSamples).flat());

/** What logs are made of, and what rules look for, in any order. */
const fragment = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc.constantFrom(
    ...'password|"password":"|token=|secret: |api_key|Authorization: |Bearer |Cookie: a=b|Set-Cookie: |://|user:pw@host|:|=|=>|,|;|&|"|\'|`|\\"|\\\\|\\n|[|]|{|}|(|)|<password>|</password>|[hidden: |[hidden: token]|--password |-u a:b|name: DB_PASSWORD|value: |key: |- |  |'.split(
      '|',
    ),
  ),
  fc.constantFrom(
    '\n',
    ' ',
    '|',
    fence('BEGIN'),
    fence('END', 'RSA '),
    privateKey(),
    madeUp(64),
    madeUp(40),
    'x7',
  ),
  anyToken,
);
const anyText = fc.array(fragment, { maxLength: 25 }).map((parts) => parts.join(''));

/** Ordinary words around a secret, with what may separate it from them. */
const words = fc.array(fc.constantFrom('GET', '/v1', 'user', 'failed', '200', 'at', 'for', '10.0.0.1'), {
  maxLength: 6,
});
const edges = fc.constantFrom(
  ['', ''],
  ['"', '"'],
  ["'", "'"],
  ['(', ')'],
  ['<', '>'],
  ['[', ']'],
  ['', ','],
  ['', '.'],
);

describe('any text', () => {
  it('is redacted without an error, and once is enough', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = redact(text);
        const twice = redact(once.text);

        expect(twice).toEqual({ text: once.text, hidden: [] });
      }),
      { numRuns: 4_000 },
    );
  });

  it('says as many markers as it counts secrets', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => !text.includes('[hidden')),
        (text) => {
          const { text: shown, hidden } = redact(text);

          const markers = shown.match(/\[hidden: [a-z0-9-]+\]/g) ?? [];
          const counted = hidden.reduce((sum, { count }) => sum + count, 0);
          expect(markers.length).toBeLessThanOrEqual(counted);
          expect(markers.length > 0).toBe(counted > 0);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('stays as it is when redaction is off', () => {
    const off = createRedaction({ enabled: false, rules: [], allow: [] });

    fc.assert(
      fc.property(anyText, (text) => {
        expect(redact(text, off)).toEqual({ text, hidden: [] });
      }),
    );
  });
});

describe('a token of a known form', () => {
  it('never survives, whatever is around it', () => {
    fc.assert(
      fc.property(anyToken, words, words, edges, (token, before, after, [open, close]) => {
        const line = [...before, `${open}${token}${close}`, ...after].join(' ');

        expect(redact(line).text).not.toContain(token);
      }),
      { numRuns: 3_000 },
    );
  });
});

const wordCharacters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** With a space in it, a password that begins as a sentence cannot be told from one: `password: is required`. */
const isSentence = (password: string) => /^[a-z']+ /i.test(password);

const passwordOf = (extra: string) =>
  fc
    .tuple(
      fc.constantFrom(...wordCharacters),
      fc.string({ unit: fc.constantFrom(...wordCharacters, ...extra), minLength: 7, maxLength: 40 }),
      fc.constantFrom(...'23456789'),
      fc.constantFrom(...wordCharacters),
    )
    .map((parts) => parts.join(''))
    .filter((password) => !isSentence(password));

/** `§` is the password; the second text is what may be in it besides letters and digits. */
const places: readonly (readonly [string, string])[] = [
  ['password=§', '!#$%^*_+.~/@,;&()-'],
  ['user=app password=§ host=db', '!#$%^*_+.~/=@-'],
  ['{"password":"§","port":1}', " !#$%^*_+.~/=@,;&()[]{}<>:'-"],
  ["{'password': '§', 'port': 1}", ' !#$%^*_+.~/=@,;&()[]{}<>:"-'],
  ['{\\"password\\":\\"§\\",\\"a\\":1}', ' !#$%^*_+.~/=@,;&()<>:-'],
  ['  password: §', ' !#$%^*_+.~/@-'],
  ['SECRET_KEY=§', '!#$%^*_+.~/=@-'],
  ['--password §', '!#$%^*_+.~/=@'],
  ['--client-secret=§ --x', '!#$%^*_+.~/=@'],
  ['postgres://app:§@db:5432/x', '!$*_+.~-'],
  ['amqp://app:§@mq', '!$*_+.~-:'],
  ['root:§@tcp(db:3306)/x', '!$*_+.~-'],
  ['Authorization: Bearer §', '_.~+/-'],
  ['"authorization":"Basic §=="', '+/'],
  ['Cookie: sid=§; theme=dark', '_.~+/%-'],
  ['Set-Cookie: sid=§; Path=/; HttpOnly', '_.~+/%-'],
  ['X-Api-Key: §', '_.~+/-'],
  ['<secret>§</secret>', '!#$%^*_+.~/=@,;()-'],
  ['access_token=§&x=1', '_.~+/-'],
  ['name: API_TOKEN, value: §', '_.~+/-'],
  ["IDENTIFIED BY '§'", '!#$%^*_+.~/=@,;&()-'],
];

describe('a password', () => {
  it.each(places)('in %s never survives', (place, extra) => {
    fc.assert(
      fc.property(passwordOf(extra), words, (password, before) => {
        const line = `${place.startsWith(' ') ? '' : [...before, ''].join(' ')}${place.replace('§', () => password)}`;

        const { text } = redact(line);

        expect(text).toContain('[hidden: ');
        expect(text).not.toContain(password);
        expect(text).not.toContain(password.slice(-6));
      }),
      { numRuns: 300 },
    );
  });

  it.each(places)('in %s is hidden whole, whatever token is in it', (place, extra) => {
    const separators = ['', ...extra.replaceAll(/[^!._~+-]/g, '')];
    const tokens = Object.values(tokenSamples)
      .flat()
      .filter((token) => /^[\w.~+-]+$/.test(token));

    for (const token of tokens)
      for (const separator of separators)
        for (const parts of [
          [token, 'behind3b'],
          ['before2a', token, 'behind3b'],
        ]) {
          const { text } = redact(place.replace('§', () => parts.join(separator)));

          expect(text).not.toMatch(/before2a|behind3b/);
          expect(text).not.toContain(token);
        }
  });
});
