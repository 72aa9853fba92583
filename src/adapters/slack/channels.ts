import type { CallSlack } from './client.ts';
import { conversationPage, openedConversation } from './schema.ts';

const maxPages = 10;
/** A workspace has many more public channels than the bot is in. Slack lets some 20 pages pass in a minute. */
const maxPublicPages = 15;
const channelId = /^[CGD][A-Z0-9]{2,}$/;
const personId = /^[UW][A-Z0-9]{2,}$/;

export interface Channels {
  /**
   * The id of a channel that the bot is in, by id, by name (`#team-payments`), or of the direct messages with a person
   * by theirs; undefined when it is not in it.
   */
  idOf(channel: string): Promise<string | undefined>;
  /** The same, also of a public channel that the bot has only posted to. */
  idToRead(channel: string): Promise<string | undefined>;
  /** What to post to: a name may stay one, a person must be opened a conversation with. */
  placeFor(channel: string): Promise<string>;
  /** Remembers what an answer of Slack said, so that nobody has to ask. */
  learn(channel: string, id: string): void;
}

interface Listing {
  readonly method: string;
  readonly types: string;
  readonly limit: number;
  /** Pages. */
  readonly most: number;
  readonly exclude_archived?: boolean;
}

const joined: Listing = {
  method: 'users.conversations',
  types: 'public_channel,private_channel',
  limit: 200,
  most: maxPages,
};
const open: Listing = {
  method: 'conversations.list',
  types: 'public_channel',
  limit: 999,
  most: maxPublicPages,
  exclude_archived: true,
};

/** Posting takes names, reading takes ids only: https://docs.slack.dev/reference/methods/conversations.history */
export function createChannels(call: CallSlack): Channels {
  const ids = new Map<string, string>();
  let openListing: Promise<void> | undefined;

  async function list({ method, most, ...request }: Listing): Promise<void> {
    let cursor = '';
    for (let page = 0; page < most; page += 1) {
      const asked = cursor === '' ? request : { ...request, cursor };
      const answer = await call(method, asked, conversationPage);
      for (const channel of answer.channels) ids.set(channel.name, channel.id);
      cursor = answer.response_metadata.next_cursor;
      if (cursor === '') return;
    }
  }

  async function idOf(channel: string): Promise<string | undefined> {
    if (channelId.test(channel)) return channel;
    if (personId.test(channel)) return openDirect(channel);
    const name = nameOf(channel);
    if (!ids.has(name)) await list(joined);
    return ids.get(name);
  }

  /** Once for all who look at the same time: each on its own they would be limited before any is through. */
  async function listOpen(): Promise<void> {
    openListing ??= list(open).finally(() => {
      openListing = undefined;
    });
    await openListing;
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
    idOf,

    async idToRead(channel) {
      const known = await idOf(channel);
      if (known === undefined) await listOpen();
      return known ?? ids.get(nameOf(channel));
    },

    placeFor: async (channel) => (personId.test(channel) ? openDirect(channel) : channel),

    learn(channel, id) {
      if (!channelId.test(channel)) ids.set(nameOf(channel), id);
    },
  };
}

function nameOf(channel: string): string {
  return channel.replace(/^#/, '');
}
