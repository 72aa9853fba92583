import type { Attempt, Method } from './attempt.ts';

/**
 * What to do with a message that Slack refused for good: show it shorter · in plain blocks · as a new message · in the
 * fallback channel · as a message in place of the file · directly to the person who was to be answered · stage the file
 * anew · publish whatever is published now · leave Slack alone for a while · forget it · give it up until it changes.
 */
export type Row =
  | 'shorten'
  | 'render-plain'
  | 'post-anew'
  | 'reroute'
  | 'say-instead'
  | 'tell-directly'
  | 'stage-anew'
  | 'republish'
  | 'suspend'
  | 'drop'
  | 'give-up';

type Table = ReadonlyMap<string, Row>;

const rows = (row: Row, ...codes: string[]): [string, Row][] => codes.map((code) => [code, row]);

/** Slack does not let the bot in, whatever it asks. */
const everywhere: Table = new Map(
  rows(
    'suspend',
    'account_inactive',
    'invalid_auth',
    'not_allowed_token_type',
    'not_authed',
    'team_access_not_granted',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
  ),
);

/** The error strings that chat.postMessage and chat.update document and that have an answer of their own. */
const messages: Table = new Map([
  ...rows('suspend', 'access_denied', 'ekm_access_denied', 'missing_scope'),
  ...rows('shorten', 'msg_blocks_too_long', 'msg_too_long'),
  ...rows('render-plain', 'invalid_blocks', 'invalid_blocks_format'),
  ...rows('post-anew', 'block_mismatch', 'cannot_reply_to_message', 'cant_update_message'),
  ...rows('post-anew', 'edit_window_closed', 'message_not_found', 'thread_not_found'),
  ...rows('reroute', 'channel_not_found', 'is_archived', 'is_inactive', 'no_permission', 'not_in_channel'),
  ...rows('reroute', 'restricted_action', 'restricted_action_read_only_channel'),
  ...rows('reroute', 'restricted_action_thread_locked', 'restricted_action_thread_only_channel'),
  ...rows('reroute', 'restricted_action_non_threadable_channel'),
]);

/** Whatever else Slack says of a file is said in its place: nobody should look for a log that never comes. */
const files: Table = new Map([
  ...rows('post-anew', 'cannot_reply_to_message', 'message_not_found', 'thread_not_found'),
  ...rows('stage-anew', 'file_not_found', 'file_update_failed', 'file_upload_failed'),
]);

/** Slack shows answers only where both, the bot and the person, are members. */
const answers: Table = new Map([
  ...rows('shorten', 'msg_blocks_too_long', 'msg_too_long'),
  ...rows('render-plain', 'invalid_blocks', 'invalid_blocks_format'),
  ...rows('tell-directly', 'cannot_reply_to_message', 'channel_not_found', 'is_archived', 'is_inactive'),
  ...rows('tell-directly', 'no_permission', 'not_in_channel', 'restricted_action', 'user_not_in_channel'),
  ...rows('tell-directly', 'thread_not_found'),
  // The address that came with the request takes nothing more.
  ...rows('tell-directly', 'expired_url', 'invalid_response_url', 'used_url'),
]);

const views: Table = new Map([
  ...rows('republish', 'hash_conflict'),
  ...rows('shorten', 'view_too_large'),
  ...rows('render-plain', 'invalid_arguments', 'invalid_blocks'),
]);

const tables: Readonly<Record<Method, { readonly table: Table; readonly otherwise: Row }>> = {
  post: { table: messages, otherwise: 'give-up' },
  update: { table: messages, otherwise: 'give-up' },
  upload: { table: files, otherwise: 'say-instead' },
  answer: { table: answers, otherwise: 'drop' },
  publish: { table: views, otherwise: 'give-up' },
};

export function rowFor(code: string, { method, channel }: Pick<Attempt, 'method' | 'channel'>): Row {
  // Without the right to open direct messages the bot may still do everything else.
  if (code === 'missing_scope' && isPerson(channel)) return 'give-up';
  const { table, otherwise } = tables[method];
  return everywhere.get(code) ?? table.get(code) ?? otherwise;
}

/** Whether Slack can mean nothing but the bot as a whole. */
export function isEverywhere(code: string): boolean {
  return everywhere.has(code);
}

/** Ids of people begin with U, or with W in an Enterprise organisation. */
export function isPerson(channel: string): boolean {
  return /^[UW][A-Z0-9]+$/.test(channel);
}
