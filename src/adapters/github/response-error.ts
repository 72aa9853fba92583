import { z } from 'zod';
import { type PermanentError, TransientError } from '../../errors.ts';
import { RefusedError } from './refused-error.ts';

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  /** `list commits of acme/clusters` */
  readonly asked: string;
  readonly isWrite: boolean;
  readonly now: number;
}

const words = z.object({
  message: z.string().default(''),
  errors: z
    .array(z.union([z.string(), z.object({ message: z.string().optional(), code: z.string().optional() })]))
    .default([]),
});
/** Nobody who has pressed a button waits for longer; the limits of an hour are no case for waiting. */
const longestWaitMs = 60_000;
const longestWords = 500;

/** An answer that is no success, as an error with a stable code. */
export function toResponseError(refusal: Refusal): PermanentError | TransientError {
  const { status, asked, isWrite } = refusal;
  const said = sentenceOf(refusal.body) || `HTTP ${status}`;
  if (isRateLimit(refusal, said)) {
    const retryAfterMs = waitMs(refusal);
    return new TransientError('github-rate-limited', `GitHub asks to slow down: ${said}`, { retryAfterMs });
  }
  if (status >= 400 && status < 500 && status !== 408) return new RefusedError(status, asked, said);
  return new TransientError('github-unavailable', `GitHub could not ${asked} (${status}): ${said}`, {
    outcome: isWrite ? 'unknown' : 'not-done',
  });
}

/** GitHub's sentence, with what it says of single fields. */
function sentenceOf(body: unknown): string {
  const parsed = words.safeParse(body);
  if (!parsed.success) return '';
  const { message, errors } = parsed.data;
  const details = errors.map((each) => (typeof each === 'string' ? each : (each.message ?? each.code ?? '')));
  return [message, ...details.filter((detail) => detail !== '')].join(': ').slice(0, longestWords);
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isRateLimit({ status, headers }: Refusal, said: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const isUsedUp = headers['x-ratelimit-remaining'] === '0';
  return isUsedUp || headers['retry-after'] !== undefined || /secondary rate limit/i.test(said);
}

function waitMs({ headers, now }: Refusal): number {
  const seconds = Number(headers['retry-after']);
  const reset = Number(headers['x-ratelimit-reset']);
  const asked = seconds > 0 ? seconds * 1_000 : reset > 0 ? reset * 1_000 - now : longestWaitMs;
  return Math.min(Math.max(asked, 1_000), longestWaitMs);
}
