import { createByteHolder } from './byte-holder.ts';
import {
  backslash,
  closeBrace,
  closeBracket,
  comma,
  endOfString,
  openBrace,
  openBracket,
  quote,
  space,
} from './json-bytes.ts';

export interface ListSplitter {
  push(bytes: Buffer): void;
  /** The list without its items. Throws SyntaxError when it is not complete or no JSON. */
  end(): unknown;
}

export interface ListSplitterDeps {
  /** One item's JSON; valid until it returns. */
  readonly onItem: (json: Buffer) => void;
  /** Neither an item nor what is around the items may be longer. */
  readonly maxBytes: number;
}

/** Depths of nesting: the list is an object, its items are a list in it. */
const inList = 1;
const inItems = 2;
const itemsKey = /[{,\s]"items"\s*:\s*\[$/;
const itemsKeyBytes = 64;

/**
 * Hands on the items of a list one by one as its bytes come, so that a page never exists as a whole: neither as text
 * nor as objects. Throws RangeError when a part is longer than `maxBytes`.
 */
export function createListSplitter({ onItem, maxBytes }: ListSplitterDeps): ListSplitter {
  const envelope = createByteHolder(maxBytes);
  const item = createByteHolder(maxBytes);
  let isInString = false;
  let isEscaped = false;
  let isInItems = false;
  let depth = 0;
  /** Where in the bytes at hand the current part goes on. */
  let from = 0;

  const endOfStringPart = (bytes: Buffer, start: number): number => {
    let at = isEscaped ? start + 1 : start;
    while (at < bytes.length) {
      const byte = bytes[at];
      if (byte === quote) {
        isInString = false;
        isEscaped = false;
        return at + 1;
      }
      at += byte === backslash ? 2 : 1;
    }
    isEscaped = at > bytes.length;
    return bytes.length;
  };

  const onOpen = (bytes: Buffer, at: number) => {
    depth += 1;
    if (depth !== inItems || bytes[at] !== openBracket) return;
    envelope.hold(bytes.subarray(from, at + 1));
    from = at + 1;
    isInItems = itemsKey.test(envelope.tail(itemsKeyBytes).toString('latin1'));
  };

  const endItem = (bytes: Buffer, at: number) => {
    const json = item.take(bytes.subarray(from, at));
    from = at + 1;
    if (!isBlank(json)) onItem(json);
  };

  const onClose = (bytes: Buffer, at: number) => {
    depth -= 1;
    if (!isInItems || depth !== inList) return;
    endItem(bytes, at);
    from = at;
    isInItems = false;
  };

  const onMark = (bytes: Buffer, at: number) => {
    const byte = bytes[at];
    if (byte === openBrace || byte === openBracket) onOpen(bytes, at);
    else if (byte === closeBrace || byte === closeBracket) onClose(bytes, at);
    else if (byte === comma && isInItems && depth === inItems) endItem(bytes, at);
  };

  const passString = (bytes: Buffer, start: number): number => {
    const end = endOfString(bytes, start);
    if (end <= bytes.length) return end;
    isInString = true;
    return endOfStringPart(bytes, start + 1);
  };

  /** Goes on in an item to its end, or to the end of the bytes: nearly all of a list is in here. */
  const passItem = (bytes: Buffer, start: number): number => {
    const end = bytes.length;
    let level = depth;
    let at = start;
    while (at < end && level > inItems) {
      const byte = bytes[at];
      if (byte === quote) {
        at = passString(bytes, at);
        continue;
      }
      at += 1;
      if (byte === openBrace || byte === openBracket) level += 1;
      else if (byte === closeBrace || byte === closeBracket) level -= 1;
    }
    depth = level;
    return at;
  };

  const scan = (bytes: Buffer) => {
    let at = isInString ? endOfStringPart(bytes, 0) : 0;
    while (at < bytes.length) {
      if (isInItems && depth > inItems) at = passItem(bytes, at);
      else if (bytes[at] === quote) at = passString(bytes, at);
      else {
        onMark(bytes, at);
        at += 1;
      }
    }
  };

  return {
    push(bytes) {
      from = 0;
      scan(bytes);
      (isInItems ? item : envelope).hold(bytes.subarray(from));
    },
    end: () => JSON.parse(envelope.take(Buffer.alloc(0)).toString()),
  };
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte > space) return false;
  return true;
}
