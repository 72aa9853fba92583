import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

/**
 * Hands on each piece of a body as it comes. Iterating over a stream joins what has piled up into new buffers; this
 * copies nothing. Resolves at the end of the body or when `onPiece` answers `stop`; throws what it throws, and when
 * the body breaks off.
 */
export async function readBody(body: Readable, onPiece: (piece: Buffer) => 'stop' | 'go-on'): Promise<void> {
  let isStopped = false;
  let failure: { readonly error: unknown } | undefined;
  const take = (piece: Buffer) => {
    if (isStopped) return;
    try {
      isStopped = onPiece(piece) === 'stop';
    } catch (error) {
      failure = { error };
      isStopped = true;
    }
    if (isStopped) body.destroy();
  };
  body.on('data', take);
  // An abort after the end of interest is nobody's error.
  body.on('error', () => undefined);
  try {
    await finished(body);
  } catch (error) {
    if (!isStopped) throw error;
  }
  if (failure !== undefined) throw failure.error;
}
