// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the configuration.
import { describe, expect, it } from 'vitest';
import { type } from './terminal.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const log = 'starting\npassword=hunter2 token=abc123def\n\u001b[31mfatal\u001b[0m';

describe('shipmate redact', () => {
  it('shows the log as it would reach Slack, and what was hidden', async () => {
    const { code, stdout, stderr } = await type('redact', { input: [bytes(log)] });

    expect(code).toBe(0);
    expect(stdout).toBe('starting\npassword=[hidden: password] token=[hidden: token]\nfatal');
    expect(stderr).toBe('2 secrets were hidden: password 1, token 1.');
  });

  it('answers JSON with --json', async () => {
    const { code, stdout, stderr } = await type('redact --json', { input: [bytes(log)] });

    expect(code).toBe(0);
    expect(JSON.parse(stdout.replaceAll('\n', ''))).toEqual({
      lines: ['starting', 'password=[hidden: password] token=[hidden: token]', 'fatal'],
      hidden: { password: 1, token: 1 },
    });
    expect(stderr).toBe('');
  });

  it('reads the same however the input is cut into pieces', async () => {
    const whole = bytes(`${log}\n`);

    const { stdout } = await type('redact', { input: [...whole].map((byte) => Uint8Array.of(byte)) });

    expect(stdout).toBe('starting\npassword=[hidden: password] token=[hidden: token]\nfatal');
  });

  it('takes bytes that are no text, giant lines and nothing at all', async () => {
    const giant = Uint8Array.from({ length: 3_000_000 }, () => 0x78);
    const binary = Uint8Array.of(0, 1, 2, 255, 10);

    const { code, stdout } = await type('redact', { input: [binary, giant, bytes('\nend\n')] });
    const empty = await type('redact --json', { input: [] });

    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.length)).toEqual(['[binary, 4 bytes]'.length, 16_000, 3]);
    expect(JSON.parse(empty.stdout.replaceAll('\n', ''))).toEqual({ lines: [], hidden: {} });
  });

  it('takes the rules of the configuration, and needs nothing else of it', async () => {
    const text = 'slack: {botToken: "${UNSET}"}\nredaction: {rules: [{id: card, pattern: "card=(\\\\d+)"}]}';

    const { code, stdout } = await type('redact', { text, input: [bytes('card=4111')] });

    expect(code).toBe(0);
    expect(stdout).toBe('card=[hidden: card]');
  });

  it('says so when redaction is off', async () => {
    const { stdout, stderr } = await type('redact', {
      text: 'redaction: {enabled: false}',
      input: [bytes('password=hunter2')],
    });

    expect(stdout).toBe('password=hunter2');
    expect(stderr).toContain('redaction.enabled is false: nothing is hidden.');
  });

  it('refuses a rule that is wrong, with its place, as wrong usage', async () => {
    const { code, stdout, stderr } = await type('redact', {
      text: 'redaction: {allow: ["("]}',
      input: [bytes('x')],
    });

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('shipmate.yaml:1:21 redaction.allow[0]: expected a regular expression');
  });
});
