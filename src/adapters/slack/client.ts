import { WebClient } from '@slack/web-api';
import type { z } from 'zod';
import { TransientError } from '../../errors.ts';
import type { Log } from '../../ports.ts';
import { type CallCounter, createCallCounter } from './call-counter.ts';
import { toSlackLogger } from './logger.ts';
import { mapSlackError } from './map-error.ts';
import { createSendBytes, type SendBytes } from './send-bytes.ts';

export type { SendBytes } from './send-bytes.ts';

export interface ClientOptions {
  readonly botToken: string;
  /** With or without the slash at the end: `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly log: Log;
  readonly fetch?: typeof globalThis.fetch;
  readonly timeoutMs?: number;
}

/** Calls one Web API method and answers the fields that the schema names. Throws the errors of our ports. */
export type CallSlack = <T>(method: string, request: object, schema: z.ZodType<T>) => Promise<T>;

export interface Client {
  readonly call: CallSlack;
  readonly sendBytes: SendBytes;
  readonly counts: CallCounter['values'];
}

/**
 * The library's own retrying is off: it would repeat a post whose answer was lost, and one 429 would hold back every
 * other request. Delivery does both, with what it knows.
 */
export function createClient({ botToken, apiUrl, log, fetch, timeoutMs = 5_000 }: ClientOptions): Client {
  const client = new WebClient(botToken, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    maxRequestConcurrency: 50,
    logger: toSlackLogger(log),
    ...(fetch === undefined ? {} : { fetch }),
  });

  const counter = createCallCounter();

  const call: CallSlack = async (method, request, schema) => {
    counter.called(method);
    const response = await client.apiCall(method, { ...request }).catch((error: unknown) => {
      const mapped = mapSlackError(error, method);
      if (mapped.code === 'ratelimited') counter.limited(method);
      throw mapped;
    });
    const parsed = schema.safeParse(response);
    if (parsed.success) return parsed.data;
    throw new TransientError('unreadable_response', `${method}: Slack's answer lacks what is needed.`, {
      cause: parsed.error,
      outcome: 'unknown',
    });
  };
  return { call, sendBytes: createSendBytes(fetch ?? globalThis.fetch), counts: counter.values };
}
