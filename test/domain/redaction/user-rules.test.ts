import { describe, expect, it } from 'vitest';
import { createRedaction, redact } from '../../../src/domain/redaction/redaction.ts';

const withRules = (pattern: string, allow: readonly string[] = []) =>
  createRedaction({ enabled: true, rules: [{ id: 'mine', pattern }], allow });

describe('rules of the configuration', () => {
  it.each([
    [
      'hide all that matches',
      'ACME-\\d+',
      'see ACME-42 and ACME-43',
      'see [hidden: mine] and [hidden: mine]',
    ],
    ['hide the first group only', 'card=(\\d+)', 'card=4111 ok', 'card=[hidden: mine] ok'],
    ['go before those that are built in', 'password=(\\S+)', 'password=x1', 'password=[hidden: mine]'],
    ['do nothing where nothing matches', 'x*', 'abc', 'abc'],
  ])('%s', (_what, pattern, line, expected) => {
    const once = redact(line, withRules(pattern)).text;

    expect(once).toBe(expected);
    expect(redact(once, withRules(pattern))).toEqual({ text: once, hidden: [] });
  });

  it('find what stands across two of the windows in which they look', () => {
    for (let before = 4_000; before < 4_200; before += 7) {
      const line = `${'-'.repeat(before)} ACME-123456789 ${'-'.repeat(5_000)}`;

      expect(redact(line, withRules('ACME-\\d{9}')).text).not.toContain('ACME');
    }
  });

  it('refuse what is no regular expression', () => {
    expect(() => withRules('(')).toThrowError(SyntaxError);
  });
});

describe('what is allowed', () => {
  it('is shown although a rule finds it', () => {
    const line = 'password=example password=real1';

    expect(redact(line, withRules('nothing', ['^example$'])).text).toBe(
      'password=example password=[hidden: password]',
    );
  });
});
