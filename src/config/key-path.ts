/** Where something is in the file: `['teams', 1, 'channel']`. */
export type KeyPath = readonly (string | number)[];

/** `teams[1].channel`; keys that are not words are quoted. */
export function formatKeyPath(path: KeyPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** What is at the path in plain data, or undefined. */
export function valueAt(data: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }, data);
}
