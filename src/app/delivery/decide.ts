import { PermanentError, TransientError } from '../../errors.ts';
import type { Attempt, Method } from './attempt.ts';
import { type Row, rowFor } from './error-table.ts';
import { LookLimited } from './look-limited.ts';

/** What a failed call means for the message. */
export type Decision =
  /** `of`: what is limited, if not the call of the message in its channel: reading, or the workspace's posts altogether. */
  | { readonly kind: 'slow-down'; readonly retryAfterMs: number; readonly of?: 'look' | 'workspace' }
  /** `isUnknown`: Slack may have done it. */
  | { readonly kind: 'retry'; readonly code: string; readonly isUnknown: boolean }
  | { readonly kind: Row; readonly code: string };

const defaultRetryAfterMs: Readonly<Record<Method, number>> = {
  post: 1_000,
  update: 5_000,
  upload: 5_000,
  answer: 2_000,
  publish: 5_000,
};
/** The workspace as a whole has sent too much; nothing says for how long. */
const workspaceFullMs = 30_000;

/** A pause of nothing, as a fraction of a second is read, would be none: the next call goes out while Slack still counts. */
const shortestPauseMs = 1_000;
/** What is asked for beyond this is a mistake on the way: it must not silence a channel until somebody restarts the bot. */
const longestPauseMs = 60 * 60_000;

type Asked = Pick<Attempt, 'method' | 'channel'>;

/** An error that is none of ours is a defect: it is retried, and taken as if Slack might have done what was asked. */
export function decide(error: unknown, asked: Asked): Decision {
  if (error instanceof TransientError) return decideTransient(error, asked);
  if (error instanceof PermanentError) return { kind: rowFor(error.code, asked), code: error.code };
  return unknown('defect', asked);
}

function decideTransient(error: TransientError, asked: Asked): Decision {
  if (error.code === 'ratelimited') {
    const pauseMs = error.retryAfterMs ?? defaultRetryAfterMs[asked.method];
    const retryAfterMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, pauseMs));
    return { kind: 'slow-down', retryAfterMs, ...(error instanceof LookLimited ? { of: 'look' } : {}) };
  }
  if (error.code === 'message_limit_exceeded')
    return { kind: 'slow-down', retryAfterMs: workspaceFullMs, of: 'workspace' };
  if (error.outcome === 'unknown') return unknown(error.code, asked);
  return { kind: 'retry', code: error.code, isUnknown: false };
}

/** An answer cannot be looked for, and saying it twice would be worse than that the person asks again. */
function unknown(code: string, { method }: Asked): Decision {
  return method === 'answer' ? { kind: 'drop', code } : { kind: 'retry', code, isUnknown: true };
}
