import type { CallSlack } from './client.ts';
import { conversationPage, openedConversation } from './schema.ts';

const maxPages = 10;
const channelId = /^[CGD][A-Z0-9]{2,}$/;
const personId = /^[UW][A-Z0-9]{2,}$/;

export interface Channels {
  /**
   * The id of a channel that the bot is in, by id, by name (`#team-payments`), or of the direct messages with a person
   * by theirs; undefined when it is not in it.
   */
  idOf(channel: string): Promise<string | undefined>;
  /** What to post to: a name may stay one, a person must be opened a conversation with. */
  placeFor(channel: string): Promise<string>;
  /** Remembers what an answer of Slack said, so that nobody has to ask. */
  learn(channel: string, id: string): void;
}

/** Posting takes names, reading takes ids only: https://docs.slack.dev/reference/methods/conversations.history */
export function createChannels(call: CallSlack): Channels {
  const ids = new Map<string, string>();

  async function list(): Promise<void> {
    let cursor = '';
    for (let page = 0; page < maxPages; page += 1) {
      const answer = await call(
        'users.conversations',
        { types: 'public_channel,private_channel', limit: 200, ...(cursor === '' ? {} : { cursor }) },
        conversationPage,
      );
      for (const channel of answer.channels) ids.set(channel.name, channel.id);
      cursor = answer.response_metadata.next_cursor;
      if (cursor === '') return;
    }
  }

  /** Opening what is open already answers the same. */
  async function openDirect(user: string): Promise<string> {
    const known = ids.get(user);
    if (known !== undefined) return known;
    const { channel } = await call('conversations.open', { users: user }, openedConversation);
    ids.set(user, channel.id);
    return channel.id;
  }

  return {
    async idOf(channel) {
      if (channelId.test(channel)) return channel;
      if (personId.test(channel)) return openDirect(channel);
      const name = channel.replace(/^#/, '');
      if (!ids.has(name)) await list();
      return ids.get(name);
    },

    placeFor: async (channel) => (personId.test(channel) ? openDirect(channel) : channel),

    learn(channel, id) {
      if (!channelId.test(channel)) ids.set(channel.replace(/^#/, ''), id);
    },
  };
}
