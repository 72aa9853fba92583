import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfValue,
  openBrace,
  openBracket,
  quote,
  space,
} from './json-bytes.ts';
import { compileShape, type JsonShape, type ShapeMember, type ShapeNode } from './json-shape.ts';

const notCompact = 'not the compact JSON that API servers write';

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

/**
 * Reads of JSON what the shape names, as JSON.parse would have it, and passes over the rest: an object of the API
 * server is mostly what nobody reads, and making objects of that is what parsing costs. What is passed over is not
 * checked. Throws SyntaxError for what is not JSON.
 */
export function createSkimmer(shape: JsonShape): (bytes: Buffer) => unknown {
  const node = compileShape(shape);
  return (bytes) => {
    const cursor: Cursor = { bytes, at: 0 };
    try {
      const value = read(cursor, node);
      if (cursor.at === bytes.length) return value;
    } catch {
      // Said below, if it is no JSON at all.
    }
    // White space between tokens, escapes in names, or no JSON at all: rare, so slow is good enough.
    return JSON.parse(bytes.toString());
  };
}

function read(cursor: Cursor, node: ShapeNode): unknown {
  const first = cursor.bytes[cursor.at];
  if (node.kind === 'members' && first === openBrace) return readMembers(cursor, node.members);
  if (node.kind === 'each' && first === openBracket) return readItems(cursor, node);
  return readWhole(cursor);
}

function readMembers(cursor: Cursor, members: readonly ShapeMember[]): Record<string, unknown> {
  const { bytes } = cursor;
  const object: Record<string, unknown> = {};
  cursor.at += 1;
  if (bytes[cursor.at] === closeBrace) {
    cursor.at += 1;
    return object;
  }
  while (true) {
    const member = readKey(cursor, members);
    if (member === undefined) cursor.at = endOfValue(bytes, cursor.at);
    else object[member.name] = read(cursor, member.node);
    if (!hasNext(cursor, closeBrace)) return object;
  }
}

function readItems(cursor: Cursor, { item, most }: Extract<ShapeNode, { readonly kind: 'each' }>): unknown[] {
  const items: unknown[] = [];
  const from = cursor.at;
  cursor.at += 1;
  if (cursor.bytes[cursor.at] === closeBracket) {
    cursor.at += 1;
    return items;
  }
  while (true) {
    items.push(read(cursor, item));
    if (!hasNext(cursor, closeBracket)) return items;
    if (items.length >= most) {
      cursor.at = endOfValue(cursor.bytes, from);
      return items;
    }
  }
}

function hasNext(cursor: Cursor, end: number): boolean {
  const byte = cursor.bytes[cursor.at];
  cursor.at += 1;
  if (byte === comma) return true;
  if (byte === end) return false;
  throw new SyntaxError(notCompact);
}

/** Goes on to the value; undefined when the shape does not name the member. */
function readKey(cursor: Cursor, members: readonly ShapeMember[]): ShapeMember | undefined {
  const { bytes } = cursor;
  const from = cursor.at + 1;
  if (bytes[from - 1] !== quote) throw new SyntaxError(notCompact);
  let at = from;
  while (at < bytes.length && bytes[at] !== quote) {
    if (bytes[at] === backslash) throw new SyntaxError(notCompact);
    at += 1;
  }
  if (bytes[at + 1] !== colon) throw new SyntaxError(notCompact);
  cursor.at = at + 2;
  for (const member of members) if (isKey(bytes, from, at, member.key)) return member;
  return undefined;
}

function isKey(bytes: Buffer, from: number, to: number, key: Buffer): boolean {
  if (to - from !== key.length) return false;
  for (let at = 0; at < key.length; at += 1) if (bytes[from + at] !== key[at]) return false;
  return true;
}

function readWhole(cursor: Cursor): unknown {
  const { bytes, at } = cursor;
  if (bytes[at] === quote) {
    const end = endOfPlainString(bytes, at + 1);
    if (end !== -1) {
      cursor.at = end + 1;
      return bytes.toString('latin1', at + 1, end);
    }
  }
  const end = endOfValue(bytes, at);
  cursor.at = end;
  if (end > bytes.length) throw new SyntaxError(notCompact);
  if (end === at + 4 && bytes.readUInt32LE(at) === wordTrue) return true;
  if (end === at + 5 && bytes.readUInt32LE(at + 1) === wordAlse) return false;
  return JSON.parse(bytes.toString('utf8', at, end));
}

// Compared as numbers: `true`, and `false` behind its first letter.
const wordTrue = Buffer.from('true').readUInt32LE();
const wordAlse = Buffer.from('alse').readUInt32LE();

/** Where the closing quote is, if there is nothing but plain ASCII before it; -1 otherwise. */
function endOfPlainString(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) return at;
    if (byte === backslash || byte < space || byte > 0x7e) return -1;
  }
  return -1;
}
