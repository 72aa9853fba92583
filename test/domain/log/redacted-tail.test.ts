import { describe, expect, it } from 'vitest';
import { maxHead } from '../../../src/domain/log/line-tail.ts';
import { maxLineLength } from '../../../src/domain/log/render-line.ts';
import { readWhole, tail } from '../../../src/domain/log/tail.ts';
import { fence, madeUp, privateKey } from '../redaction/made-up.ts';

const tailOf = (text: string) => tail(new TextEncoder().encode(text));
const logOf = (text: string) => readWhole(new TextEncoder().encode(text), { isPrevious: false });

describe('the end of a log with secrets in it', () => {
  it('has none of them and says how many there were', () => {
    const result = tailOf('password=hunter2\nBearer 9f8e7d6c5b4a3928\nfatal\n');

    expect(result).toEqual({
      lines: ['password=[hidden: password]', 'Bearer [hidden: authorization]', 'fatal'],
      isPrevious: false,
      isCut: false,
      hidden: 2,
    });
  });

  it('is cut after they are hidden, so that none is cut in half and shown', () => {
    const secret = `ghp_${madeUp(36)}`;

    const edges = [660, 690, 699, maxLineLength * 0.7 - 10, maxHead - 26, maxHead - 6];

    for (const before of edges) {
      const { tail: end, full } = logOf(
        `${'x '.repeat(before / 2)}${secret} ${'y '.repeat(20_000)}\nfatal\n`,
      );

      expect([...end.lines, ...full.lines].join('\n')).not.toContain(secret.slice(0, 16));
    }
  });

  it('shows no half of a secret at the edge of what a giant line lost', () => {
    const hidden = `password=${'a '.repeat(3)}${Array.from({ length: 90 }, () => 'token="abc1" ').join('')}`;
    const pair = `password="${'abcdefgh '.repeat(20)}" `;
    const start = pair.repeat((maxHead - 200) / pair.length);
    const secret = madeUp(3_000);

    const { tail: end, full } = logOf(
      `${start}${secret}${'z '.repeat(3_000)}${secret}${secret} ${hidden}end\nfatal\n`,
    );

    const shown = [...end.lines, ...full.lines].join('\n');
    expect(full.lines[0]).toContain('…');
    for (let at = 0; at < secret.length - 24; at += 24) {
      expect(shown).not.toContain(secret.slice(at, at + 24));
    }
  });

  it('hides colours inside a secret, too', () => {
    expect(tailOf('pass\u001b[31mword=hunt\u001b[0mer2\n').lines).toEqual(['password=[hidden: password]']);
  });

  it.each([
    ['begins', `${privateKey('RSA ', 40)}\nfatal\n`],
    ['ends', `starting\n${privateKey('RSA ', 40).split('\n').slice(0, 20).join('\n')}`],
  ])('hides a key in whose middle it %s', (_what, text) => {
    const { lines, hidden } = tailOf(text);

    expect(lines.join('\n')).not.toMatch(/[A-Za-z0-9+/]{40}/);
    expect(lines).toContain('[hidden: private-key]');
    expect(hidden).toBe(1);
  });

  it('hides a key in one giant line of JSON', () => {
    const key = [
      fence('BEGIN'),
      ...Array.from({ length: 120 }, (_, at) => madeUp(64, 'mixed', at)),
      fence('END'),
    ];

    const { lines } = tailOf(`{"private_key":"${key.join('\\n')}\\n","client":"1"}\nfatal\n`);

    expect(lines.join('\n')).not.toMatch(/[A-Za-z0-9+/]{24}/);
    expect(lines.at(-1)).toBe('fatal');
  });
});
