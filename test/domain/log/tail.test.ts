import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogCollector, readWhole, tail } from '../../../src/domain/log/tail.ts';
import { threadTimeOf } from '../../thread-time.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const linesOf = (text: string) => tail(bytes(text)).lines;

describe('the end of a log', () => {
  it('is its last thirty lines', () => {
    const text = Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join('');

    const result = tail(bytes(text), true);

    expect(result.lines).toHaveLength(30);
    expect(result.lines.at(0)).toBe('line 70');
    expect(result.lines.at(-1)).toBe('line 99');
    expect(result).toMatchObject({ isPrevious: true, isCut: true });
  });

  it('is whole when it is short', () => {
    expect(tail(bytes('one\n\ntwo'))).toEqual({ lines: ['one', '', 'two'], isPrevious: false, isCut: false });
    expect(tail(bytes(''))).toEqual({ lines: [], isPrevious: false, isCut: false });
    expect(linesOf('one\n\n\n')).toEqual(['one']);
  });

  it.each([
    ['Windows line ends', 'one\r\ntwo\r\n', ['one', 'two']],
    ['a progress bar', '10 %\r50 %\r100 %\n', ['100 %']],
    ['colours', '\u001b[1;31merror\u001b[0m: no\n', ['error: no']],
    [
      'a hyperlink and a title',
      '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007 \u001b]0;t\u001b\\x\n',
      ['click x'],
    ],
    ['an unfinished escape', 'fatal\u001b[3\n', ['fatal']],
    ['one-byte controls', 'a\u0007b\u0008c\u007fd\u009b1me\n', ['abcde']],
    ['text that is turned around', 'user\u202egnp.exe\u2066 \u200bx\n', ['usergnp.exe x']],
    ['line separators', 'one\u2028two\n', ['one two']],
    ['tabs', '\tat main\n', ['\tat main']],
    ['other scripts and emoji', 'ошибка 失敗 🚀\n', ['ошибка 失敗 🚀']],
  ])('shows %s as plain text', (_what, text, expected) => {
    expect(linesOf(text)).toEqual(expected);
  });

  it('marks binary lines, and replaces single bytes that are no text', () => {
    const binary = Uint8Array.from({ length: 40 }, (_, index) => (index * 37) % 256).map((byte) =>
      byte === 10 ? 11 : byte,
    );
    const log = new Uint8Array([
      ...bytes('caf'),
      0xe9,
      ...bytes(' closed\n'),
      ...binary,
      10,
      ...bytes('fatal\n'),
    ]);

    const result = tail(log);

    expect(result.lines).toEqual(['caf\ufffd closed', '[binary, 40 bytes]', 'fatal']);
    expect(result.isCut).toBe(true);
  });

  it('cuts a long line in its middle', () => {
    const [line, last] = linesOf(`start${'x'.repeat(10_000_000)}end\nfatal\n`);

    expect(line).toHaveLength(1_000);
    expect(line).toMatch(/^startx+…x+end$/);
    expect(last).toBe('fatal');
  });

  it('does not cut through a character', () => {
    const [line = ''] = linesOf(`x${'🚀'.repeat(3_000)}\n`);

    expect(line.length).toBeLessThanOrEqual(1_000);
    expect(line.isWellFormed()).toBe(true);
  });

  it('drops the oldest lines over 16 KB', () => {
    const text = Array.from({ length: 30 }, (_, index) => `${index} ${'x'.repeat(900)}\n`).join('');

    const result = tail(bytes(text));

    expect(result.lines.join('\n').length).toBeLessThanOrEqual(16_384);
    expect(result.lines.at(-1)).toMatch(/^29 /);
    expect(result.isCut).toBe(true);
  });

  it('is bounded and printable whatever comes, and however it is cut into chunks', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    const unsafe = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('\n', '\r\n', '\u001b[31m', '\u001b]', '🚀', 'error').map(bytes),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const collector = createLogCollector();
        for (const each of pieces) collector.push(each);

        const chunked = collector.finish({ isPrevious: false }).next().value;
        const whole = readWhole(new Uint8Array(pieces.flatMap((each) => [...each])), { isPrevious: false });

        expect(chunked).toEqual(whole);
        const { lines } = whole.tail;
        expect(lines.length).toBeLessThanOrEqual(30);
        expect([...lines, ...whole.full.lines].some((line) => unsafe.test(line))).toBe(false);
        expect(lines.every((line) => line.length <= 1_000)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['escapes without end', '\u001b['.repeat(2_000_000)],
    ['strings without end', '\u001b]x'.repeat(1_500_000)],
    ['empty lines', '\n'.repeat(1_000_000)],
    ['carriage returns', '\r'.repeat(4_000_000)],
  ])('takes little time over %s', (_what, text) => {
    const log = bytes(text);

    const tookMs = threadTimeOf(() => {
      expect(tail(log).lines.every((line) => line.length <= 1_000)).toBe(true);
    });

    expect(tookMs).toBeLessThan(2_000);
  });
});
