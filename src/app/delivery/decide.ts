import { PermanentError, TransientError } from '../../errors.ts';
import type { Attempt } from './attempt.ts';

/** What a failed call means for the message. */
export type Decision =
  | { readonly kind: 'slow-down'; readonly retryAfterMs: number }
  /** `isUnknown`: Slack may have done it. */
  | { readonly kind: 'retry'; readonly code: string; readonly isUnknown: boolean }
  | { readonly kind: 'render-plain'; readonly code: string }
  | { readonly kind: 'post-anew'; readonly code: string }
  | { readonly kind: 'reroute'; readonly code: string }
  | { readonly kind: 'suspend'; readonly code: string }
  | { readonly kind: 'give-up'; readonly code: string };

const defaultRetryAfterMs = { post: 1_000, update: 5_000 } as const;
/** The workspace as a whole has sent too much; nothing says for how long. */
const workspaceFullMs = 30_000;

/** One row per error string that Slack documents for chat.postMessage and chat.update and that we answer in a way of its own. */
const decisions: ReadonlyMap<string, Exclude<Decision['kind'], 'slow-down' | 'retry' | 'give-up'>> = new Map([
  ['invalid_blocks', 'render-plain'],
  ['invalid_blocks_format', 'render-plain'],
  ['msg_blocks_too_long', 'render-plain'],
  ['msg_too_long', 'render-plain'],
  ['block_mismatch', 'post-anew'],
  ['cannot_reply_to_message', 'post-anew'],
  ['cant_update_message', 'post-anew'],
  ['edit_window_closed', 'post-anew'],
  ['message_not_found', 'post-anew'],
  ['thread_not_found', 'post-anew'],
  ['channel_not_found', 'reroute'],
  ['is_archived', 'reroute'],
  ['is_inactive', 'reroute'],
  ['no_permission', 'reroute'],
  ['not_in_channel', 'reroute'],
  ['restricted_action', 'reroute'],
  ['restricted_action_read_only_channel', 'reroute'],
  ['restricted_action_thread_locked', 'reroute'],
  ['restricted_action_thread_only_channel', 'reroute'],
  ['restricted_action_non_threadable_channel', 'reroute'],
  ['access_denied', 'suspend'],
  ['account_inactive', 'suspend'],
  ['ekm_access_denied', 'suspend'],
  ['invalid_auth', 'suspend'],
  ['missing_scope', 'suspend'],
  ['not_allowed_token_type', 'suspend'],
  ['not_authed', 'suspend'],
  ['team_access_not_granted', 'suspend'],
  ['token_expired', 'suspend'],
  ['token_revoked', 'suspend'],
]);

/** An error that is none of ours is a defect: it is retried, and taken as if Slack might have done what was asked. */
export function decide(error: unknown, method: Attempt['method']): Decision {
  if (error instanceof TransientError) return decideTransient(error, method);
  if (!(error instanceof PermanentError)) return { kind: 'retry', code: 'defect', isUnknown: true };
  return { kind: decisions.get(error.code) ?? 'give-up', code: error.code };
}

function decideTransient(error: TransientError, method: Attempt['method']): Decision {
  if (error.code === 'ratelimited') {
    return { kind: 'slow-down', retryAfterMs: error.retryAfterMs ?? defaultRetryAfterMs[method] };
  }
  if (error.code === 'message_limit_exceeded') return { kind: 'slow-down', retryAfterMs: workspaceFullMs };
  return { kind: 'retry', code: error.code, isUnknown: error.outcome === 'unknown' };
}
