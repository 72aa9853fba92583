import { PermanentError, TransientError } from '../../errors.ts';
import type { Replies } from '../../ports.ts';
import { mapRequestError } from './map-error.ts';

export interface ReplyOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

/** What can still be said to a person after their request was acknowledged. */
export function createReplies({ fetch, timeoutMs }: ReplyOptions): Replies {
  return {
    async respond({ responseUrl, message }) {
      const response = await fetch(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((error: unknown) => {
        throw mapRequestError(error, 'response_url');
      });
      await response.body?.cancel();
      if (!response.ok) throw refusalOf(response.status);
    },
  };
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: five uses within 30 minutes. */
function refusalOf(status: number): PermanentError | TransientError {
  const code = `http_${status}`;
  if (status === 429) return new TransientError(code, 'response_url: Slack asks to slow down.');
  if (status >= 500) {
    return new TransientError(code, `response_url: no usable answer from Slack (${status}).`, {
      outcome: 'unknown',
    });
  }
  return new PermanentError(code, `response_url: Slack does not take an answer there any more (${status}).`);
}
