import { isObject, type JsonObject } from './json-line.ts';

/**
 * The first of these fields that has something in it. `error.message` is read from a key of that name (Elastic's flat
 * form) and from `message` within `error`.
 */
export function fieldOf(entry: JsonObject, names: readonly string[]): unknown {
  for (const name of names) {
    const value = valueAt(entry, name);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

/** Like `fieldOf`, for what must be text; blank text is none. */
export function textOf(entry: JsonObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = valueAt(entry, name);
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return undefined;
}

function valueAt(entry: JsonObject, name: string): unknown {
  if (Object.hasOwn(entry, name)) return entry[name];
  const dot = name.indexOf('.');
  if (dot === -1) return undefined;
  const inner = Object.hasOwn(entry, name.slice(0, dot)) ? entry[name.slice(0, dot)] : undefined;
  return isObject(inner) ? valueAt(inner, name.slice(dot + 1)) : undefined;
}
