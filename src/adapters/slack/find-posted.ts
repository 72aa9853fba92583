import { PermanentError } from '../../errors.ts';
import type { Chat } from '../../ports.ts';
import type { Channels } from './channels.ts';
import type { CallSlack } from './client.ts';
import { type FoundMessage, pages } from './history.ts';
import type { AsMember } from './membership.ts';
import { metadataEventType } from './message-arguments.ts';

interface FindPostedDependencies {
  readonly call: CallSlack;
  readonly channels: Channels;
  readonly asMember: AsMember;
  readonly botId: () => Promise<string>;
}

/**
 * Settles a post whose answer was lost. Reads at most 1,000 messages, ours only: anybody may write metadata, and
 * another app's message must not be taken for ours.
 */
export function createFindPosted({
  call,
  channels,
  asMember,
  botId,
}: FindPostedDependencies): Chat['findPosted'] {
  return async ({ channel, threadTs, key, since, after }) => {
    const id = await channels.idToRead(channel);
    // That it is not there would be saying too much.
    if (id === undefined) {
      throw new PermanentError('channel_not_found', `No channel ${channel} is known in which to look.`);
    }
    const own = await botId();
    const isWanted = (message: FoundMessage) =>
      message.bot_id === own && keyOf(message) === key && isLater(message.ts, after);
    const method = threadTs === undefined ? 'conversations.history' : 'conversations.replies';
    const request = {
      channel: id,
      oldest: (since / 1_000).toFixed(6),
      include_all_metadata: true,
      limit: 200,
      ...(threadTs === undefined ? {} : { ts: threadTs }),
    };
    return await asMember(id, async () => {
      for await (const messages of pages(call, method, request)) {
        const found = messages.find(isWanted);
        if (found !== undefined) return { channel: id, ts: found.ts };
      }
      return undefined;
    });
  };
}

/** History begins with the newest message, and a thread with the oldest. */
function isLater(ts: string, after: string | undefined): boolean {
  return after === undefined || widened(ts) > widened(after);
}

/** `1732563600.000100`: too many digits for a number. */
function widened(ts: string): string {
  return ts.padStart(24, '0');
}

function keyOf({ metadata }: FoundMessage): unknown {
  return metadata?.event_type === metadataEventType ? metadata.event_payload['key'] : undefined;
}
