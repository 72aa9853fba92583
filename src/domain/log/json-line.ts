/** What JSON says an object is: own keys only, whatever they are called. */
export type JsonObject = { readonly [key: string]: unknown };

/** Deeper than any logger nests, far from where a stack ends. */
const deepest = 24;
/** Above this it is a dump and no line of a log. */
const longest = 32_768;

/**
 * A line that is one JSON object, as loggers write them; undefined for anything else, and for what no logger writes:
 * very deep or long, keys that are given twice, `__proto__`. Linear in the line.
 */
export function parseJsonLine(line: string): JsonObject | undefined {
  if (line.length > longest || !/^\s{0,8}\{/.test(line) || !/\}\s{0,8}$/.test(line)) return undefined;
  return parseObject(line) ?? parseObject(withQuotedMarkers(line));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseObject(text: string): JsonObject | undefined {
  const keys = countKeys(text);
  if (keys === undefined) return undefined;
  const value = parse(text);
  return isObject(value) && keysIn(value) === keys ? value : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How many keys stand in the text, however often each; undefined when it is nested too deep. */
function countKeys(text: string): number | undefined {
  let keys = 0;
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '"') at = endOfString(text, at + 1);
    else if (character === ':') keys += 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > deepest) return undefined;
    at += 1;
  }
  return keys;
}

/** The index of the quote that closes the string. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** How many keys are in the value: fewer than in its text when some were given twice. NaN when one is hostile. */
function keysIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each: unknown) => sum + keysIn(each), 0);
  if (!isObject(value)) return 0;
  return Object.keys(value).reduce(
    (sum, key) => sum + (key === '__proto__' ? Number.NaN : 1 + keysIn(value[key])),
    0,
  );
}

/** A number that was hidden is no JSON any more: `"pin":[hidden: password]`. */
function withQuotedMarkers(line: string): string {
  return line.replaceAll(/(?<=[:[,] ?)\[hidden: ([a-z0-9-]{1,64})\](?= ?[,}\]])/g, '"[hidden: $1]"');
}
