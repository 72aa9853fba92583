import { describe, expect, it } from 'vitest';
import { loadText, minimal, refusalOf } from './load-text.ts';

const allowing = (pattern: string) => minimal(`redaction: {allow: ['${pattern}']}`);

describe('redaction', () => {
  it.each([
    'card=(\\d{12,19})',
    'ACME-[A-Z]+-\\d+',
    '(?:ab|cd)x',
    '(?<id>x)+',
    '[(a+)+]',
    '\\(a+\\)+',
    '(ab){2,5}',
  ])('takes the pattern %s', (pattern) => {
    expect(loadText({ text: allowing(pattern) }).config.redaction.allow).toEqual([pattern]);
  });

  it.each([
    ['(', 'cannot be compiled'],
    ['(?=x)', 'without look-around'],
    ['(?<!x)y', 'without look-around'],
    ['(a)\\1', 'back references'],
    ['(a+)+', 'inside a repeated group'],
    ['(a|a)*b', 'inside a repeated group'],
    ['((a*)b)+', 'inside a repeated group'],
    ['(x+x+){2,}y', 'inside a repeated group'],
  ])('refuses the pattern %s', (pattern, because) => {
    const refusal = refusalOf({ text: allowing(pattern) });

    expect(refusal).toContain('redaction.allow[0]: expected a regular expression');
    expect(refusal).toContain(because);
  });

  it.each([
    ['{rules: [{id: A B, pattern: x}]}', 'redaction.rules[0].id: expected a name of small letters'],
    ['{rules: [{id: a, pattern: x}, {id: a, pattern: y}]}', 'the redaction rule "a" is already on line 3'],
    ['{enabled: maybe}', 'redaction.enabled: expected true or false, got "maybe"'],
  ])('refuses %s', (section, expected) => {
    expect(refusalOf({ text: minimal(`redaction: ${section}`) })).toContain(expected);
  });
});
