import { type Dispatcher, request as send } from 'undici';
import { TransientError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import { type Answer, readAnswer } from './read-answer.ts';
import { signatureOf } from './sign.ts';
import type { ReleaseTool } from './tool.ts';

export interface Question {
  /** The same for every time it is asked. */
  readonly key: string;
  readonly body: string;
}

/** Errors after which the tool cannot have seen the request. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Too slow, too early. */
const passing: ReadonlySet<number> = new Set([408, 425]);

/** Longer than that nobody waits for a button. */
const longestPauseMs = 30_000;

/**
 * Asks once. Throws TransientError when no answer came, or none that settles anything. Redirects are not followed: a
 * signed body is for the host that it was signed for.
 */
export async function ask(tool: ReleaseTool, { key, body }: Question, clock: Clock): Promise<Answer> {
  const timestamp = String(Math.floor(clock.now() / 1_000));
  const answer = await exchange(tool, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'shipmate',
      'idempotency-key': key,
      'x-shipmate-timestamp': timestamp,
      'x-shipmate-signature': signatureOf(tool, { timestamp, body }),
    },
    body,
    signal: AbortSignal.timeout(tool.timeoutMs),
  });
  const { status } = answer;
  if (status >= 500 || passing.has(status)) throw unsettled(tool, `answered ${status}`);
  if (status >= 200 && status <= 299 && answer.state === undefined) {
    throw unsettled(tool, `answered ${status} without a status that is known`);
  }
  return answer;
}

async function exchange(
  tool: ReleaseTool,
  options: NonNullable<Parameters<typeof send>[1]>,
): Promise<Answer> {
  let response: Dispatcher.ResponseData<unknown>;
  try {
    response = await send(tool.url, options);
    if (response.statusCode !== 429) return await readAnswer(response);
  } catch (error) {
    const code = codeOf(error);
    const outcome = beforeSending.has(code) ? 'not-done' : 'unknown';
    throw new TransientError('release-tool-silent', `${named(tool)} did not answer (${code}).`, {
      cause: error,
      outcome,
    });
  }
  await response.body.dump().catch(() => undefined);
  throw new TransientError('release-tool-throttled', `${named(tool)} asks to slow down.`, pauseOf(response));
}

function pauseOf({ headers }: Dispatcher.ResponseData<unknown>): { readonly retryAfterMs?: number } {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? { retryAfterMs: Math.min(seconds * 1_000, longestPauseMs) } : {};
}

function unsettled(tool: ReleaseTool, what: string): TransientError {
  return new TransientError('release-tool-unsettled', `${named(tool)} ${what}.`, { outcome: 'unknown' });
}

function named({ name, url }: ReleaseTool): string {
  return `The release tool ${name} at ${new URL(url).host}`;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}
