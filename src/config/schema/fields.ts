import { z } from 'zod';

/**
 * A string of one form. `expected` completes the sentence "expected …" in every error about it, whether the value
 * has the wrong type or the wrong form.
 */
export function textField(expected: string, pattern: RegExp) {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

/** A string that is never printed; `writeOnly` is how JSON Schema marks a secret. */
export function secretField(expected: string, pattern: RegExp, description: string) {
  return textField(expected, pattern).meta({ description, writeOnly: true });
}

/** Slack allows letters of any script in a channel's name, but no capitals. */
export function channelField() {
  return textField(
    'a channel like "#team-payments" or "C0123ABCD"',
    /^(#[\p{Ll}\p{Lo}\p{M}\p{N}_-]{1,80}|[CG][A-Z0-9]{2,})$/u,
  ).meta({ title: 'channel' });
}

/** The form of a Kubernetes label value, because that is where services and teams are also named. */
export function nameField(what: string) {
  return textField(
    `the name of ${what}: letters, digits, ".", "_" and "-", at most 63`,
    /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
  );
}

export function namespaceGlobField() {
  return textField(
    'a namespace or a pattern like "prod-*": small letters, digits, "-", "*" and "?"',
    /^[a-z0-9*?-]{1,63}$/,
  );
}

export function patternField() {
  return textField(
    'a name or a pattern like "prod-*": letters, digits, ".", "_", "-" and "*"',
    /^[A-Za-z0-9._*-]{1,63}$/,
  );
}

export function pathField(what: string) {
  return textField(`the path of ${what}`, /\S/);
}

export function urlField(example: string) {
  const expected = `a URL like "${example}"`;

  return z.url({ protocol: /^https?$/, error: expected });
}

export function wholeNumberField(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;

  return z.int({ error }).min(least, { error }).max(most, { error });
}
