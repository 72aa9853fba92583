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
  /** How many whole lines were let go. */
  dropped(): number;
}

const newline = 0x0a;
/** A stack trace of Java as one line of JSON takes as much; what goes beyond is a dump. */
export const maxHead = 24_576;
export const maxEnd = 6_144;
/** What a line costs besides its bytes, so that empty ones are bounded, too. */
const lineCost = 16;
const nothing = new Uint8Array(0);
const emptyLine: RawLine = { head: nothing, end: nothing, skipped: 0 };

/** Keeps the last lines of a stream of bytes, as many as fit into `maxBytes`, and at least one. */
export function createLineTail(maxBytes: number): LineTail {
  /** A ring: as many places as lines can be kept at most. */
  const kept: RawLine[] = [];
  const places = Math.ceil(maxBytes / lineCost) + 1;
  let count = 0;
  let size = 0;
  let dropped = 0;
  let line = createLine();

  const keep = (each: RawLine) => {
    kept[(dropped + count) % places] = each;
    count += 1;
    size += sizeOf(each);
    while (size > maxBytes && count > 1) {
      size -= sizeOf(kept[dropped % places] ?? emptyLine);
      count -= 1;
      dropped += 1;
    }
  };

  const endLine = (bytes: Uint8Array, from: number, to: number) => {
    if (line.isEmpty() && to - from <= maxHead) {
      return keep(from === to ? emptyLine : { head: bytes.slice(from, to), end: nothing, skipped: 0 });
    }
    line.append(bytes.subarray(from, to));
    keep(line.take());
    line = createLine();
  };

  return {
    push(bytes) {
      let from = 0;
      // A plain loop: most lines are shorter than what a call of indexOf costs.
      for (let at = 0; at < bytes.length; at += 1) {
        if (bytes[at] !== newline) continue;
        endLine(bytes, from, at);
        from = at + 1;
      }
      line.append(bytes.subarray(from));
    },
    lines() {
      const first = dropped % places;
      const complete = [
        ...kept.slice(first, first + count),
        ...kept.slice(0, Math.max(0, first + count - places)),
      ];
      return line.isEmpty() ? complete : [...complete, line.take()];
    },
    dropped: () => dropped,
  };
}

function sizeOf({ head, end }: RawLine): number {
  return head.length + end.length + lineCost;
}

/** A line as its bytes come. */
export interface Line {
  append(bytes: Uint8Array): void;
  take(): RawLine;
  isEmpty(): boolean;
}

export function createLine(): Line {
  let head: Uint8Array = nothing;
  let end: Uint8Array = nothing;
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

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}
