/** One line in a bounded number of bytes: its beginning, its end, and how much between them was let go. */
export interface RawLine {
  readonly head: Uint8Array;
  readonly end: Uint8Array;
  readonly skipped: number;
}

export interface LineTail {
  push(bytes: Uint8Array): void;
  /** Oldest first, with the line that has no newline yet. */
  lines(): readonly RawLine[];
  /** Whether whole lines were let go. */
  hasDropped(): boolean;
}

const newline = 0x0a;
const maxHead = 4_096;
const maxEnd = 2_048;

/** Keeps the last `maxLines` lines of a stream of bytes in constant memory. */
export function createLineTail(maxLines: number): LineTail {
  let complete: RawLine[] = [];
  let line = createLine();
  let hasDropped = false;

  const endLine = () => {
    complete.push(line.take());
    line = createLine();
    if (complete.length <= maxLines) return;
    complete.shift();
    hasDropped = true;
  };

  /** Where the lines of this chunk begin that can still be among the last; all before it is let go unread. */
  const skipTo = (bytes: Uint8Array): number => {
    let at = bytes.length;
    for (let lines = 0; lines <= maxLines; lines += 1) {
      at = at <= 0 ? -1 : bytes.lastIndexOf(newline, at - 1);
      if (at === -1) return 0;
    }
    complete = [];
    line = createLine();
    hasDropped = true;
    return at + 1;
  };

  return {
    push(bytes) {
      let from = skipTo(bytes);
      for (let at = bytes.indexOf(newline, from); at !== -1; at = bytes.indexOf(newline, from)) {
        line.append(bytes.subarray(from, at));
        endLine();
        from = at + 1;
      }
      line.append(bytes.subarray(from));
    },
    lines() {
      if (line.isEmpty()) return complete;
      return [...complete, line.take()].slice(-maxLines);
    },
    hasDropped: () => hasDropped || (complete.length === maxLines && !line.isEmpty()),
  };
}

/** A line as its bytes come. */
export interface Line {
  append(bytes: Uint8Array): void;
  take(): RawLine;
  isEmpty(): boolean;
}

export function createLine(): Line {
  let head = new Uint8Array(0);
  let end = new Uint8Array(0);
  let length = 0;

  return {
    append(bytes) {
      length += bytes.length;
      const toHead = bytes.subarray(0, maxHead - head.length);
      if (toHead.length > 0) head = join(head, toHead);
      const rest = bytes.subarray(toHead.length);
      if (rest.length > 0) end = join(end, rest.subarray(-maxEnd)).slice(-maxEnd);
    },
    take: () => ({ head, end, skipped: length - head.length - end.length }),
    isEmpty: () => length === 0,
  };
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}
