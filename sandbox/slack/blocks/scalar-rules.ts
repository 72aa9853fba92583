import type { Rule } from './rule.ts';

/** A string of limited length; at least one character unless told. */
export function string({
  max = Number.POSITIVE_INFINITY,
  min = 1,
}: {
  max?: number;
  min?: number;
} = {}): Rule {
  return (value, place) => {
    if (typeof value !== 'string') return place.report('must provide a string');
    if (value.length < min) place.report(`must be more than ${min - 1} characters`);
    if (value.length > max) place.report(`must be less than ${max + 1} characters`);
  };
}

/** A string of a given form. */
export function matching(pattern: RegExp, what: string): Rule {
  return (value, place) => {
    if (typeof value !== 'string' || !pattern.test(value)) place.report(`must be ${what}`);
  };
}

export const boolean: Rule = (value, place) => {
  if (typeof value !== 'boolean') place.report('must provide a boolean');
};

export function integer({
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
}: {
  min?: number;
  max?: number;
} = {}): Rule {
  return (value, place) => {
    if (!Number.isInteger(value)) return place.report('must provide an integer');
    if (Number(value) < min) place.report(`must be at least ${min}`);
    if (Number(value) > max) place.report(`must be at most ${max}`);
  };
}

export const number: Rule = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) place.report('must provide a number');
};

/** One of a few values. */
export function oneOf(...values: readonly unknown[]): Rule {
  return (value, place) => {
    if (!values.includes(value)) place.report(`must be a valid enum value (${values.join(', ')})`);
  };
}

/** The `type` of an object that has already been told apart by it. */
export function literal(expected: string): Rule {
  return oneOf(expected);
}

const linkSchemes = new Set(['http:', 'https:', 'mailto:', 'tel:', 'slack:']);

/** A URL a person can follow. */
export function url(max: number, schemes: ReadonlySet<string> = linkSchemes): Rule {
  return (value, place) => {
    if (typeof value !== 'string') return place.report('must provide a string');
    if (value.length > max) place.report(`must be less than ${max + 1} characters`);
    if (!URL.canParse(value) || !schemes.has(new URL(value).protocol)) place.report('must be a valid URL');
  };
}

export const webUrl = (max: number): Rule => url(max, new Set(['http:', 'https:']));
