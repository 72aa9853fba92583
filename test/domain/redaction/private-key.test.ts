import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/domain/redaction/redaction.ts';
import { fence, madeUp, privateKey } from './made-up.ts';

const marker = '[hidden: private-key]';
const body = (lines: number) => Array.from({ length: lines }, (_, index) => madeUp(64, 'mixed', index + 40));
const certificate = ['-----BEGIN CERTIFICATE-----', ...body(4), '-----END CERTIFICATE-----'].join('\n');

describe('private keys', () => {
  it.each([
    ['of PKCS 8', privateKey('')],
    ['of RSA', privateKey('RSA ')],
    ['of OpenSSH', privateKey('OPENSSH ')],
    ['of elliptic curves', privateKey('EC ', 2)],
    [
      'with headers',
      privateKey().replace('KEY-----\n', 'KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00FF\n\n'),
    ],
    ['indented', privateKey().replaceAll('\n', '\n    ')],
    ['on one line with escaped line breaks', privateKey().replaceAll('\n', '\\n')],
    ['on one line with spaces', privateKey().replaceAll('\n', ' ')],
  ])('%s are one marker', (_what, key) => {
    expect(redact(`loaded\n${key}\nready`)).toEqual({
      text: `loaded\n${marker}\nready`,
      hidden: [{ rule: 'private-key', count: 1 }],
    });
  });

  it('in the JSON of a service account leave the rest of it', () => {
    const line = `{"type":"service_account","private_key":"${privateKey('').replaceAll('\n', '\\n')}\\n","client_id":"1"}`;

    expect(redact(line).text).toBe(`{"type":"service_account","private_key":"${marker}\\n","client_id":"1"}`);
  });

  it.each([
    ['cut by its end', [fence('BEGIN'), ...body(5)], [marker]],
    [
      'cut by its end, with the log going on',
      [fence('BEGIN'), ...body(2), 'fatal: no end'],
      [marker, 'fatal: no end'],
    ],
    ['cut by its start', [...body(2), `${madeUp(20)}==`, fence('END'), 'ready'], [marker, 'ready']],
    ['cut by its start, with one line left', [...body(1), fence('END'), 'ready'], [marker, 'ready']],
    ['cut on both sides', body(6), [marker]],
    ['cut on both sides, with the log going on', [...body(3), 'fatal: no'], [marker, 'fatal: no']],
  ])('%s are hidden', (_what, lines, expected) => {
    expect(redact(lines.join('\n')).text).toBe(expected.join('\n'));
  });

  it('stay hidden when other lines come in between', () => {
    const [one = '', two = '', three = ''] = body(3);
    const text = [
      fence('BEGIN'),
      one,
      'GET /healthz 200',
      two,
      `12:00:01 app ${three}`,
      fence('END'),
      'ready',
    ].join('\n');

    const shown = redact(text).text;

    expect([one, two, three].filter((line) => shown.includes(line))).toEqual([]);
    expect(shown).toContain('GET /healthz 200');
    expect(shown).toContain('ready');
  });

  it('leave no line behind when each of their lines stands behind a time', () => {
    const key = privateKey().split('\n');
    const text = [...key, 'ready', 'GET /healthz 200'].map((line) => `03:04:05 app | ${line}`).join('\n');

    const shown = redact(text).text;

    expect(key.slice(1, -1).filter((line) => shown.includes(line))).toEqual([]);
    expect(shown).toContain('03:04:05 app | ready\n03:04:05 app | GET /healthz 200');
  });

  it.each([
    ['a certificate', certificate],
    ['a public key', certificate.replaceAll('CERTIFICATE', 'PUBLIC KEY')],
    ['digests', [madeUp(64, 'hex', 1), madeUp(64, 'hex', 2), madeUp(64, 'hex', 3)].join('\n')],
    ['one word of base64', `result:\n${madeUp(64)}\ndone`],
    ['words alone on their lines', 'one\ninternationalization\nthree'],
  ])('%s is shown', (_what, text) => {
    expect(redact(text)).toEqual({ text, hidden: [] });
  });
});
