import { TransientError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { createLineSplitter } from './line-splitter.ts';
import { readBody } from './read-body.ts';

export interface WatchStreamRequest {
  readonly connection: Connection;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly asked: string;
  readonly openTimeoutMs: number;
  /** How long the stream may say nothing; asked for again and again, for it differs while the first events come. */
  readonly idleMs: () => number;
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
  /** Answers `stop` to end the stream. */
  readonly onLine: (line: Buffer) => 'stop' | 'go-on';
}

/** An object is at most 1.5 MB in etcd; JSON with all its fields may be some times that. */
const maxLineBytes = 32 * 1024 * 1024;

/**
 * Reads one watch to its end. Resolves when the server ends it. Throws TransientError `kubernetes-watch-broken` when
 * it breaks off, and `kubernetes-silent` when it falls silent: a half-open connection never says that it is dead.
 */
export async function readWatchStream(request: WatchStreamRequest): Promise<void> {
  const own = new AbortController();
  const signal = AbortSignal.any([request.signal, own.signal]);
  let heardAt = performance.now();
  let isSilent = false;
  let isOpen = false;
  const watchdog = setInterval(
    () => {
      // Until the answer begins, the connection's own timeout counts.
      if (!isOpen || performance.now() - heardAt < request.idleMs()) return;
      isSilent = true;
      own.abort();
    },
    Math.min(1_000, request.idleMs() / 4),
  );

  try {
    const { path, query, asked, openTimeoutMs } = request;
    const { body } = await request.connection.stream({
      path,
      query,
      asked,
      timeoutMs: openTimeoutMs,
      signal,
    });
    isOpen = true;
    heardAt = performance.now();
    request.onOpen();
    const splitter = createLineSplitter(maxLineBytes);
    await readBody(body, (piece) => {
      heardAt = performance.now();
      return splitter.push(piece, request.onLine);
    });
  } catch (error) {
    if (isSilent) throw new TransientError('kubernetes-silent', 'The watch fell silent.', { cause: error });
    if (!isOpen || request.signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TransientError('kubernetes-watch-broken', `The watch broke off: ${reason}`, { cause: error });
  } finally {
    clearInterval(watchdog);
    own.abort();
  }
}
