import type { z } from 'zod';
import type { Chat } from '../../ports.ts';
import type { Channels } from './channels.ts';
import type { CallSlack } from './client.ts';
import { metadataEventType } from './message-arguments.ts';
import { messagePage } from './schema.ts';

const maxPages = 5;

interface FindPostedDependencies {
  readonly call: CallSlack;
  readonly channels: Channels;
  readonly botId: () => Promise<string>;
}

type FoundMessage = z.infer<typeof messagePage>['messages'][number];

/**
 * Settles a post whose answer was lost. Reads at most 1,000 messages, ours only: anybody may write metadata, and
 * another app's message must not be taken for ours.
 */
export function createFindPosted({ call, channels, botId }: FindPostedDependencies): Chat['findPosted'] {
  return async ({ channel, threadTs, key, since }) => {
    const id = await channels.idOf(channel);
    if (id === undefined) return undefined;
    const own = await botId();
    const isWanted = (message: FoundMessage) => message.bot_id === own && keyOf(message) === key;
    const method = threadTs === undefined ? 'conversations.history' : 'conversations.replies';
    const request = {
      channel: id,
      oldest: (since / 1_000).toFixed(6),
      include_all_metadata: true,
      limit: 200,
      ...(threadTs === undefined ? {} : { ts: threadTs }),
    };
    for await (const messages of pages(call, method, request)) {
      const found = messages.find(isWanted);
      if (found !== undefined) return { ts: found.ts };
    }
    return undefined;
  };
}

async function* pages(call: CallSlack, method: string, request: object): AsyncGenerator<FoundMessage[]> {
  let cursor = '';
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await call(method, cursor === '' ? request : { ...request, cursor }, messagePage);
    yield answer.messages;
    cursor = answer.response_metadata.next_cursor;
    if (cursor === '') return;
  }
}

function keyOf({ metadata }: FoundMessage): unknown {
  return metadata?.event_type === metadataEventType ? metadata.event_payload['key'] : undefined;
}
