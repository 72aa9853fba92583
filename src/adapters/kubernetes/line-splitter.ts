import { createByteHolder } from './byte-holder.ts';

const newline = 0x0a;

export interface LineSplitter {
  /** Calls `onLine` for each line that these bytes complete, until it answers `stop`; an unfinished one waits. */
  push(bytes: Buffer, onLine: OnLine): 'stop' | 'go-on';
}

/** The line is valid until it returns. */
export type OnLine = (line: Buffer) => 'stop' | 'go-on';

/**
 * Splits bytes, not text: a chunk may end inside a character. A line longer than `maxBytes` is handed out empty
 * (so that it counts as undecodable), and never held.
 */
export function createLineSplitter(maxBytes: number): LineSplitter {
  const unfinished = createByteHolder(maxBytes);
  let isTooLong = false;

  const hold = (part: Buffer) => {
    if (!isTooLong && unfinished.length() + part.length <= maxBytes) return unfinished.hold(part);
    isTooLong = true;
    unfinished.drop();
  };

  const endLine = (part: Buffer): Buffer => {
    const isLost = isTooLong || unfinished.length() + part.length > maxBytes;
    isTooLong = false;
    if (!isLost) return unfinished.take(part);
    unfinished.drop();
    return Buffer.alloc(0);
  };

  return {
    push(bytes, onLine) {
      let from = 0;
      for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, from)) {
        if (onLine(endLine(bytes.subarray(from, at))) === 'stop') return 'stop';
        from = at + 1;
      }
      if (from < bytes.length) hold(bytes.subarray(from));
      return 'go-on';
    },
  };
}
