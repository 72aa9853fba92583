import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { PermanentError, TransientError } from '../../errors.ts';
import { explainSlackError } from './explain-error.ts';

/** Slack says no now, and may say yes later. */
const passingCodes: ReadonlySet<string> = new Set([
  'external_channel_migrating',
  'message_limit_exceeded',
  'org_login_required',
  'ratelimited',
  'rate_limited',
  'streaming_state_conflict',
  'team_added_to_org',
  'update_failed',
]);

/** "Some aspect of the operation may have succeeded": https://docs.slack.dev/reference/methods/chat.postMessage */
const unsettledCodes: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);

/** Nothing left this machine: the request was never made. */
const unsentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What @slack/web-api throws, as the errors of our ports. `method` is Slack's, such as `chat.postMessage`. */
export function mapSlackError(error: unknown, method: string): PermanentError | TransientError {
  if (error instanceof WebAPIRateLimitedError) return rateLimited(method, error.retryAfter * 1_000, error);
  if (error instanceof WebAPIPlatformError) return mapPlatformError(error, method);
  if (error instanceof WebAPIHTTPError) return mapHttpError(error, method);
  if (error instanceof WebAPIRequestError) return mapRequestError(error.original, method);
  return mapRequestError(error, method);
}

function mapPlatformError(error: WebAPIPlatformError, method: string): PermanentError | TransientError {
  const code = String(error.data.error);
  // A body that is no JSON, such as a proxy's error page, arrives here as the code.
  if (!/^[a-z0-9_.-]{1,80}$/.test(code)) return unsettled('unreadable_response', method, error);
  if (unsettledCodes.has(code)) return unsettled(code, method, error);
  const retryAfter = error.data.response_metadata?.retryAfter;
  if (code === 'ratelimited' || code === 'rate_limited') {
    return rateLimited(method, retryAfter === undefined ? undefined : retryAfter * 1_000, error);
  }
  const message = `${explainSlackError(code, method)}${pointers(error)}`;
  if (passingCodes.has(code)) return new TransientError(code, message, { cause: error });
  return new PermanentError(code, message, { cause: error });
}

/** Slack names the places of invalid blocks: `[ERROR] must be less than … [json-pointer:/blocks/0/text/text]`. */
function pointers(error: WebAPIPlatformError): string {
  const messages = error.data.response_metadata?.messages ?? [];
  return messages.length === 0 ? '' : ` ${messages.join(' ').slice(0, 500)}`;
}

/** Slack answers 200 to whatever it has understood: another status is that of something in between. */
function mapHttpError(error: WebAPIHTTPError, method: string): TransientError {
  const code = `http_${error.statusCode}`;
  if (error.statusCode >= 500 || error.statusCode === 408) return unsettled(code, method, error);
  const message = `${method}: HTTP ${error.statusCode}. Check slack.apiUrl and the proxy in front of it.`;
  return new TransientError(code, message, { cause: error });
}

export function mapRequestError(error: unknown, method: string): TransientError {
  // https://github.com/slackapi/node-slack-sdk: a 429 without a usable Retry-After is a plain Error.
  if (error instanceof Error && error.message.startsWith('Retry header')) {
    return rateLimited(method, undefined, error);
  }
  const code = networkCode(error);
  if (code !== undefined && unsentCodes.has(code)) {
    return new TransientError('unreachable', `${method}: Slack cannot be reached (${code}).`, {
      cause: error,
    });
  }
  if (error instanceof Error && error.name === 'TimeoutError') return unsettled('timeout', method, error);
  return unsettled('connection_lost', method, error);
}

function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return networkCode(error.cause);
}

function rateLimited(method: string, retryAfterMs: number | undefined, cause: unknown): TransientError {
  return new TransientError('ratelimited', `${method}: Slack asks to slow down.`, {
    cause,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function unsettled(code: string, method: string, cause: unknown): TransientError {
  return new TransientError(code, `${method}: no usable answer from Slack (${code}).`, {
    cause,
    outcome: 'unknown',
  });
}
