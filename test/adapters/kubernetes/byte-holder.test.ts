import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteHolder } from '../../../src/adapters/kubernetes/byte-holder.ts';

describe('the holder of bytes', () => {
  it('gives what was held and what ends it, object after object', () => {
    const piece = fc.uint8Array({ maxLength: 70_000 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 4 }), { maxLength: 4 }), (objects) => {
        const holder = createByteHolder(1_000_000);
        for (const pieces of objects) {
          const last = pieces.at(-1) ?? Buffer.alloc(0);
          for (const each of pieces.slice(0, -1)) holder.hold(each);

          expect(holder.take(last).equals(Buffer.concat(pieces))).toBe(true);
          expect(holder.length()).toBe(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('copies what it holds: the piece may be overwritten', () => {
    const holder = createByteHolder(10);
    const piece = Buffer.from('one');
    holder.hold(piece);
    piece.fill(0);

    expect(holder.tail(2).toString()).toBe('ne');
    expect(holder.take(Buffer.from('!')).toString()).toBe('one!');
  });

  it('holds no more than it may', () => {
    const holder = createByteHolder(5);
    holder.hold(Buffer.from('12345'));

    expect(() => holder.hold(Buffer.from('6'))).toThrow(RangeError);
    expect(holder.take(Buffer.alloc(0)).toString()).toBe('12345');
  });
});
