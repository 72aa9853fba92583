import { PermanentError, TransientError } from '../../errors.ts';
import type { Chat, Message } from '../../ports.ts';
import type { Attempt } from './attempt.ts';
import type { Content } from './content.ts';
import type { Records } from './records.ts';
import type { Waits } from './waits.ts';

/** How far Slack's clock and ours may differ. */
const clockSkewMs = 5 * 60_000;

export type Sent =
  | { readonly kind: 'shown'; readonly channel: string; readonly ts: string }
  /** An earlier post had gone through after all. */
  | { readonly kind: 'found'; readonly ts: string };

export interface SendDependencies {
  readonly chat: Chat;
  readonly records: Records;
  readonly waits: Waits;
  readonly now: () => number;
}

/** Posts or updates once. Throws what `chat` throws. */
export async function send(
  attempt: Attempt,
  content: Content,
  dependencies: SendDependencies,
): Promise<Sent> {
  const { chat, records } = dependencies;
  const { key, record, channel } = attempt;
  const { message } = content;
  if (attempt.method === 'update' && record.ts !== undefined) {
    await chat.update({ channel, ts: record.ts, message, key });
    return { kind: 'shown', channel, ts: record.ts };
  }
  if (record.status === 'posting' && !dependencies.waits.isKnownUnposted(key)) {
    const ts = await lookFor(attempt, dependencies);
    if (ts !== undefined) return { kind: 'found', ts };
  }
  if (record.status !== 'posting') await records.posting(record);
  return { kind: 'shown', ...(await post(attempt, message, dependencies)) };
}

async function post(
  { key, channel, threadTs }: Attempt,
  message: Message,
  { chat, waits }: SendDependencies,
) {
  try {
    return await chat.post({ channel, message, key, ...(threadTs === undefined ? {} : { threadTs }) });
  } catch (error) {
    const isRefused = error instanceof PermanentError;
    const isUndone = error instanceof TransientError && error.outcome === 'not-done';
    if (isRefused || isUndone) waits.markUnposted(key);
    else waits.markUnknown(key);
    throw error;
  }
}

/** The bot is let in, but may not read here. */
const unreadableCodes: ReadonlySet<string> = new Set([
  'channel_not_found',
  'is_archived',
  'missing_scope',
  'no_permission',
  'not_in_channel',
  'thread_not_found',
]);

/** Without the right to read the channel one possible duplicate is better than a lost verdict. */
async function lookFor(attempt: Attempt, { chat, now }: SendDependencies): Promise<string | undefined> {
  const { key, record, channel, threadTs } = attempt;
  try {
    const found = await chat.findPosted({
      channel,
      key,
      since: (record.dirtySince ?? now()) - clockSkewMs,
      ...(threadTs === undefined ? {} : { threadTs }),
    });
    // The message that is being replaced carries the same key.
    return found?.ts === record.ts ? undefined : found?.ts;
  } catch (error) {
    if (error instanceof PermanentError && unreadableCodes.has(error.code)) return undefined;
    throw error;
  }
}
