const newline = 0x0a;

export interface LineSplitter {
  /** The lines that these bytes complete; an unfinished one waits for the next. */
  push(bytes: Uint8Array): Buffer[];
}

/**
 * Splits bytes, not text: a chunk may end inside a character. A line longer than `maxBytes` is handed out empty
 * (so that it counts as undecodable), and never held.
 */
export function createLineSplitter(maxBytes: number): LineSplitter {
  let pending: Buffer[] = [];
  let pendingBytes = 0;

  const hold = (part: Buffer) => {
    pendingBytes += part.length;
    if (pendingBytes <= maxBytes) pending.push(part);
    else pending = [];
  };

  return {
    push(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const lines: Buffer[] = [];
      let from = 0;
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
        const part = chunk.subarray(from, at);
        if (pendingBytes === 0) lines.push(part);
        else {
          hold(part);
          lines.push(Buffer.concat(pending));
          pending = [];
          pendingBytes = 0;
        }
        from = at + 1;
      }
      if (from < chunk.length) hold(chunk.subarray(from));
      return lines;
    },
  };
}
