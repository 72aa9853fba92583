import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/adapters/kubernetes/read-body.ts';

const pieces = ['one', 'two', 'three'].map((text) => Buffer.from(text));

describe('reading a body', () => {
  it('hands on each piece, and ends with the body', async () => {
    const read: string[] = [];

    await readBody(Readable.from(pieces), (piece) => {
      read.push(piece.toString());
      return 'go-on';
    });

    expect(read).toEqual(['one', 'two', 'three']);
  });

  it('ends the body when nobody wants more of it', async () => {
    const read: string[] = [];
    const body = Readable.from(pieces);

    await readBody(body, (piece) => {
      read.push(piece.toString());
      return 'stop';
    });

    expect(read).toEqual(['one']);
    expect(body.destroyed).toBe(true);
  });

  it('throws what the reader throws', async () => {
    const reading = readBody(Readable.from(pieces), () => {
      throw new RangeError('too much');
    });

    await expect(reading).rejects.toThrow(new RangeError('too much'));
  });

  it('throws when the body breaks off', async () => {
    const body = new Readable({ read: () => undefined });
    body.push(Buffer.from('half'));

    const reading = readBody(body, () => {
      setImmediate(() => body.destroy(new Error('reset')));
      return 'go-on';
    });

    await expect(reading).rejects.toThrow('reset');
  });
});
