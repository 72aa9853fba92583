import { PermanentError, TransientError } from '../../errors.ts';

/** Sends the bytes of a file to the address that Slack gave for them. */
export type SendBytes = (url: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

const timeoutMs = 30_000;
const method = 'upload';

/** Nobody sees these bytes before they are shared, so whatever goes wrong may simply be tried again. */
export function createSendBytes(fetch: typeof globalThis.fetch): SendBytes {
  return async (url, bytes) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new TransientError('upload_failed', `${method}: the file could not be sent.`, { cause: error });
    });
    await response.body?.cancel();
    if (!response.ok) throw refusal(response);
  };
}

function refusal({ status, headers }: Response): PermanentError | TransientError {
  const seconds = Number(headers.get('retry-after'));
  if (status === 429) {
    const wait = Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {};
    return new TransientError('ratelimited', `${method}: Slack asks to slow down.`, wait);
  }
  const message = `${method}: HTTP ${status}.`;
  // The address has been used or has expired: a new one must be asked for.
  if (status >= 400 && status < 500 && status !== 408)
    return new PermanentError('file_upload_failed', message);
  return new TransientError(`http_${status}`, message);
}
