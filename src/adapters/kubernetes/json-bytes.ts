/** The bytes that JSON is made of. */
export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
export const space = 0x20;

/**
 * Where the string that begins at `from` with its quote ends: behind its closing quote. Answers the length of the
 * bytes and more when they end before.
 */
export function endOfString(bytes: Uint8Array, from: number): number {
  const end = bytes.length;
  let at = from + 1;
  while (at < end) {
    const byte = bytes[at];
    at += 1;
    if (byte === quote) return at;
    if (byte === backslash) at += 1;
  }
  return end + 1;
}

/**
 * Where the value that begins at `from` ends. Brackets are counted, not matched, and nothing calls itself: no depth of
 * nesting is a danger. More than the length of the bytes when they end before.
 */
export function endOfValue(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  if (first === quote) return endOfString(bytes, from);
  return first === openBrace || first === openBracket ? endOfNest(bytes, from) : endOfScalar(bytes, from);
}

function endOfNest(bytes: Uint8Array, from: number): number {
  const end = bytes.length;
  let depth = 0;
  let at = from;
  while (at < end) {
    const byte = bytes[at];
    at += 1;
    if (byte === quote) at = endOfString(bytes, at - 1);
    else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return end + 1;
}

function endOfScalar(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isScalarByte(bytes[at] ?? 0)) at += 1;
  return at;
}

/** Letters, digits, signs and the point: what numbers and literals are made of. */
function isScalarByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || scalarMarks.has(byte);
}

const scalarMarks: ReadonlySet<number> = new Set(Buffer.from('+-.E'));
