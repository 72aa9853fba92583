/** Holds the beginning of something that goes on in the next piece. */
export interface ByteHolder {
  /** Throws RangeError when more would be held than allowed. */
  hold(bytes: Buffer): void;
  length(): number;
  /** The last bytes of what is held. */
  tail(length: number): Buffer;
  /** What is held, with the bytes that end it; valid until something is held again. Nothing is held then. */
  take(last: Buffer): Buffer;
  drop(): void;
}

const smallBytes = 64 * 1024;
/** What a rare large object needed is given back. */
const keptBytes = 1024 * 1024;

/** Copies into one buffer that is used again and again: a new one for each object would be a lot to collect. */
export function createByteHolder(maxBytes: number): ByteHolder {
  let buffer = Buffer.alloc(0);
  let length = 0;

  const append = (bytes: Buffer) => {
    const needed = length + bytes.length;
    if (needed > buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(smallBytes, needed, buffer.length * 2));
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
    bytes.copy(buffer, length);
    length = needed;
  };

  return {
    hold(bytes) {
      if (length + bytes.length > maxBytes)
        throw new RangeError(`more than ${maxBytes} bytes for one object`);
      append(bytes);
    },
    length: () => length,
    tail: (wanted) => buffer.subarray(Math.max(0, length - wanted), length),
    take(last) {
      if (length === 0) return last;
      append(last);
      const whole = buffer.subarray(0, length);
      length = 0;
      if (buffer.length > keptBytes) buffer = Buffer.alloc(0);
      return whole;
    },
    drop() {
      length = 0;
      buffer = Buffer.alloc(0);
    },
  };
}
