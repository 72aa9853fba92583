import { z } from 'zod';
import { PermanentError, TransientError } from '../../errors.ts';
import type { Chat } from '../../ports.ts';
import { mapRequestError } from './map-error.ts';

const timeoutMs = 5_000;
const method = 'response_url';

/** Slack answers `ok` as text when it took the message, and JSON with an error when it did not. */
const refused = z.object({ ok: z.literal(false), error: z.string().regex(/^[a-z0-9_.-]{1,80}$/) });

interface RespondDependencies {
  readonly fetch: typeof globalThis.fetch;
  /** Of the Web API: a stand-in or a proxy on plain HTTP has its response URLs beside it. */
  readonly apiUrl: string;
}

/**
 * Answers whoever gave a command or pressed a button, in the place where they did, whether or not the bot is in it. Such
 * an address takes five answers within half an hour:
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export function createRespond({ fetch, apiUrl }: RespondDependencies): Chat['respond'] {
  return async ({ responseUrl, message }) => {
    const response = await fetch(addressOf(responseUrl, apiUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        response_type: 'ephemeral',
        replace_original: false,
        text: message.text,
        ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw mapRequestError(error, method);
    });
    const body = await response.text().catch(() => '');
    if (!response.ok) throw failure(response, body);
    const code = codeIn(body);
    if (code !== undefined) throw new PermanentError(code, `${method}: ${code}.`);
  };
}

/** Requests of Slack are signed, and so is the address in them; it must be one of Slack's kind all the same. */
function addressOf(responseUrl: string, apiUrl: string): URL {
  const address = URL.canParse(responseUrl) ? new URL(responseUrl) : undefined;
  const isOurs = address?.protocol === 'https:' || address?.origin === new URL(apiUrl).origin;
  if (address !== undefined && isOurs) return address;
  throw new PermanentError('invalid_response_url', `${method}: not an address of Slack.`);
}

function failure({ status, headers }: Response, body: string): PermanentError | TransientError {
  if (status === 429) {
    const seconds = Number(headers.get('retry-after'));
    const wait = Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {};
    return new TransientError('ratelimited', `${method}: Slack asks to slow down.`, wait);
  }
  const message = `${method}: HTTP ${status}.`;
  if (status >= 500 || status === 408) {
    return new TransientError(`http_${status}`, message, { outcome: 'unknown' });
  }
  // Slack says `used_url` and `expired_url` with a 404.
  return new PermanentError(codeIn(body) ?? 'expired_url', message);
}

function codeIn(body: string): string | undefined {
  try {
    return refused.safeParse(JSON.parse(body)).data?.error;
  } catch {
    return undefined;
  }
}
