import { TransientError } from '../../errors.ts';
import type { InboxTiming } from './timing.ts';

const longestAskedForMs = 10 * 60_000;

/** How long to wait after the attempt with this number, from 1: twice as long each time, with jitter, within a bound. */
export function backOffMs(
  attempt: number,
  error: unknown,
  { firstRetryMs, maxRetryMs, random }: Pick<InboxTiming, 'firstRetryMs' | 'maxRetryMs' | 'random'>,
): number {
  const full = Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(attempt - 1, 30));
  const askedFor = error instanceof TransientError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(Math.min(askedFor, longestAskedForMs), Math.round(full * (0.5 + random() / 2)));
}
