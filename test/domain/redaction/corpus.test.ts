import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/domain/redaction/redaction.ts';
import { frameworkLogs, leaks } from './framework-logs.ts';

describe.each(Object.entries(frameworkLogs))('a log of %s', (_framework, log) => {
  it('is unchanged when no secret is in it', () => {
    const clean = log
      .split('\n')
      .filter((line) => !line.includes('§'))
      .join('\n');

    expect(redact(clean)).toEqual({ text: clean, hidden: [] });
  });

  it.each(leaks)('does not show %s', (secret) => {
    const leaky = log.replaceAll('§', secret);

    const { text } = redact(leaky);

    expect(text.split('\n').filter((line) => line.includes(secret))).toEqual([]);
    expect(text.split('\n')).toHaveLength(log.split('\n').length);
  });
});
