import { describe, expect, it } from 'vitest';
import { readWhole } from '../../../src/domain/log/tail.ts';
import { createRedaction } from '../../../src/domain/redaction/redaction.ts';
import { madeUp, privateKey } from '../redaction/made-up.ts';

const logOf = (...lines: readonly string[]) =>
  readWhole(new TextEncoder().encode(`${lines.join('\n')}\n`), { isPrevious: true });
const entry = (fields: object) => JSON.stringify({ level: 'error', time: 1_767_323_045, ...fields });

describe('a log with lines of JSON', () => {
  it('is shown by what they say among lines of text, and kept as it was written', () => {
    const lines = [
      '> payments@1.4.2 start',
      entry({
        msg: 'cannot start',
        err: { message: 'no pool', stack: 'Error: no pool\n    at a (b.js:1:2)' },
      }),
      '{"level":"error","msg":"cut of',
      'npm error code ELIFECYCLE',
    ];

    const { tail, full } = logOf(...lines);

    expect(tail.lines).toEqual([
      '> payments@1.4.2 start',
      'ERROR cannot start: Error: no pool',
      '    at a (b.js:1:2)',
      '{"level":"error","msg":"cut of',
      'npm error code ELIFECYCLE',
    ]);
    expect(full.lines).toEqual(lines);
  });

  it('has at most thirty lines on the card, however many an entry makes', () => {
    const stack = `Error: no\n${Array.from({ length: 40 }, (_, index) => `    at f${index} (a.js:1:1)`).join('\n')}`;

    const { tail, full } = logOf(...Array.from({ length: 20 }, () => entry({ msg: 'no', stack })));

    expect(tail.lines).toHaveLength(30);
    expect(tail.lines.at(-1)).toBe('    at f2 (a.js:1:1)');
    expect(tail.isCut).toBe(true);
    expect(full.lines).toHaveLength(20);
  });

  it('cuts a long message in its middle', () => {
    const { tail } = logOf(entry({ msg: `start${'x'.repeat(5_000)}end` }));

    expect(tail.lines[0]).toMatch(/^ERROR startx+…x+end$/);
    expect(tail.lines[0]).toHaveLength(1_000);
    expect(tail.isCut).toBe(true);
  });
});

describe('a secret in a line of JSON', () => {
  const secret = `Kd72${madeUp(20)}`;
  /** What the card and the file show, in one text. */
  const shownOf = (...lines: readonly string[]) => {
    const { tail, full } = logOf(...lines);
    return { shown: [...tail.lines, ...full.lines].join('\n'), tail, full };
  };

  it.each([
    ['in a field of its own', `{"msg":"no","password":"${secret}"}`],
    ['in a number', '{"msg":"no","password":7392718402}'],
    ['in the message', entry({ msg: `login with password=${secret} failed` })],
    ['in the error', entry({ msg: 'no', err: { message: `bad token: ${secret}` } })],
    ['in a stack trace', entry({ msg: 'no', stack: `Error: no\n    at login(password=${secret})` })],
    ['in JSON within JSON', entry({ msg: 'no', body: JSON.stringify({ password: secret }) })],
    [
      'in JSON within JSON within JSON',
      entry({ body: JSON.stringify({ x: JSON.stringify({ password: secret }) }) }),
    ],
    ['with slashes as PHP escapes them', `{"msg":"cannot reach postgres:\\/\\/app:${secret}@db\\/payments"}`],
    ['with signs as Go escapes them', `{"msg":"GET /x?a=1\\u0026access_token\\u003d${secret}"}`],
    ['with letters as escapes', `{"msg":"p\\u0061ssword\\u003d${secret}"}`],
    ['after a line break', entry({ msg: `password:\n${secret}` })],
    [
      'after a line break, in a field that is not shown',
      entry({ msg: 'no', body: `a\nPassword:\n  ${secret}\nb` }),
    ],
    ['between colours', entry({ msg: `pass\u001b[1mword\u001b[0m=${secret}` })],
    ['between characters that do not show', entry({ msg: `pass\u200bword=${secret}` })],
    ['in a key', entry({ msg: 'no', [`password=${secret} `]: 1 })],
    ['in two fields that tell only together', entry({ msg: 'setting', name: 'DB_PASSWORD', value: secret })],
  ])('%s is hidden on the card and in the file', (_where, line) => {
    const { shown, full } = shownOf(line);

    expect(shown).not.toContain(line.includes(secret) ? secret : '7392718402');
    expect(shown).toContain('[hidden: ');
    expect(full.hidden.length).toBeGreaterThan(0);
  });

  it('is counted on the card, and by its rule in the file', () => {
    const { tail, full } = logOf(
      'password=first1',
      ...Array.from({ length: 40 }, (_, index) => `line ${index}`),
      entry({ msg: `password=${secret}`, err: { message: `token=${secret}` } }),
    );

    expect(tail.hidden).toBe(2);
    expect(full.hidden).toEqual([
      { rule: 'password', count: 2 },
      { rule: 'token', count: 1 },
    ]);
  });

  it('leaves the entry readable when what was hidden was no text', () => {
    const { tail } = logOf('{"level":50,"msg":"no","password":7392718402,"tokens":["ab12cd34"],"port":1}');

    expect(tail.lines).toEqual(['ERROR no (password=[hidden: password], port=1)']);
  });

  it('is hidden when it is a key with its line breaks written out', () => {
    const { shown, tail } = shownOf(entry({ msg: `key:\n${privateKey()}\nend`, port: 1 }));

    expect(shown).not.toMatch(/[A-Za-z0-9+/]{40}/);
    expect(tail.lines).toEqual(['ERROR key:', '[hidden: private-key]', 'end (port=1)']);
  });

  it('is hidden by rules of the configuration, where they match what is shown', () => {
    const redaction = createRedaction({
      enabled: true,
      rules: [{ id: 'card', pattern: 'card "(\\d+)"' }],
      allow: [],
    });
    const line = new TextEncoder().encode(entry({ msg: 'card "4111" refused' }));

    const { tail } = readWhole(line, { isPrevious: true }, { redaction });

    expect(tail.lines).toEqual(['ERROR card "[hidden: card]" refused']);
    expect(tail.hidden).toBe(1);
  });
});
