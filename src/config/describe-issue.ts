import type { z } from 'zod';
import { didYouMean } from '../nearest.ts';
import { asSchema, type JsonSchema, schemaAt } from './json-schema.ts';
import { formatKeyPath, type KeyPath, valueAt } from './key-path.ts';
import type { Problem, Source } from './source.ts';

type Issue = z.core.$ZodIssue;

/** What was expected, for the issues that no field has words of its own for. */
export function expectedOf(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  if (issue.code !== 'invalid_type') return 'another value';
  if (issue.expected === 'array') return 'a list (lines that begin with "- ")';
  if (issue.expected === 'object' || issue.expected === 'record') return 'keys with values';
  if (issue.expected === 'boolean') return 'true or false';
  return `a ${issue.expected}`;
}

/** One issue of the schema as problems at their places; one issue may be about several unknown keys. */
export function describeIssue(issue: Issue, source: Source, schema: JsonSchema): Problem[] {
  const path = toKeyPath(issue.path);

  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schemaAt(schema, path)?.properties ?? {});
    return issue.keys.map((key) => unknownKey([...path, key], key, known, source));
  }
  if (issue.code === 'invalid_key') {
    const message = `expected ${issue.issues[0]?.message ?? 'another key'}, got ${JSON.stringify(path.at(-1))}`;
    return [{ ...source.place(path, 'key'), path, message }];
  }

  const value = valueAt(source.data, path);
  if (value === undefined) {
    return [{ ...source.place(path, 'key'), path, message: `is missing; expected ${issue.message}` }];
  }
  // A rule about several keys is about what is in sight; others say what is wrong with what they got.
  const saysAll = issue.code === 'custom' && schemaAt(schema, path)?.title !== 'duration';
  const got = saysAll ? '' : `, got ${describeValue(value, path, source, schema)}`;
  return [{ ...source.place(path, 'value'), path, message: `expected ${issue.message}${got}` }];
}

function unknownKey(path: KeyPath, key: string, known: readonly string[], source: Source): Problem {
  const guess = didYouMean(key, known);
  const hint = guess === '' ? `; known here: ${known.join(', ')}` : guess;

  return { ...source.place(path, 'key'), path, message: `is not a known key${hint}` };
}

/** A Slack token, or a URL with a password in it. */
const looksSecret = /^(xox|xapp-)|:\/\/[^/]*@/;

/** The value as it may be printed: never a secret, nor what came from the environment or a file, nor what holds them. */
function describeValue(value: unknown, path: KeyPath, source: Source, schema: JsonSchema): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'keys with values';

  const origin = source.originOf(path);
  const described = schemaAt(schema, path);
  if (origin !== undefined) return `${countCharacters(value, 'value')} from ${origin}`;
  if (described?.writeOnly === true || looksSecret.test(String(value))) return describeSecret(value);
  // Text where keys belong may be the secret that belongs one level deeper.
  if (described === undefined || holdsMore(described))
    return `a ${value === null ? 'nothing' : typeof value}`;
  return JSON.stringify(typeof value === 'string' && value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

/** Unquoted digits are a number to YAML, which would also drop zeros in front. */
function describeSecret(value: unknown): string {
  return typeof value === 'string' ? countCharacters(value, 'secret') : `a ${typeof value}; put it in quotes`;
}

function countCharacters(value: unknown, noun: string): string {
  const { length } = String(value);

  return length === 0
    ? `an empty ${noun}`
    : `a ${noun} of ${length} ${length === 1 ? 'character' : 'characters'}`;
}

function holdsMore(schema: JsonSchema): boolean {
  return (
    schema.properties !== undefined ||
    asSchema(schema.additionalProperties) !== undefined ||
    schema.items !== undefined
  );
}

function toKeyPath(path: readonly PropertyKey[]): KeyPath {
  return path.map((key) => (typeof key === 'symbol' ? String(key) : key));
}

/** `shipmate.yaml:14:7 teams[1].channel: expected …`, as editors and terminals know how to jump to. */
export function formatProblem(file: string, { line, column, path, message }: Problem): string {
  const key = formatKeyPath(path);

  return `${file}:${line}:${column} ${key === '' ? '' : `${key}: `}${message}`;
}
