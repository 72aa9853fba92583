import type { Chat } from '../../ports.ts';
import { createChannels } from './channels.ts';
import type { CallSlack, SendBytes } from './client.ts';
import { createFiles } from './files.ts';
import { createFindPosted } from './find-posted.ts';
import { createAsMember } from './membership.ts';
import { messageArguments } from './message-arguments.ts';
import { nothing, postedMessage, publishedView } from './schema.ts';

interface ChatDependencies {
  readonly call: CallSlack;
  readonly sendBytes: SendBytes;
  readonly respond: Chat['respond'];
  readonly botId: () => Promise<string>;
}

export function createChat({ call, sendBytes, respond, botId }: ChatDependencies): Chat {
  const channels = createChannels(call);
  const asMember = createAsMember(call);

  return {
    async post({ channel, threadTs, message, key }) {
      const posted = await call(
        'chat.postMessage',
        {
          channel: await channels.placeFor(channel),
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
          ...messageArguments(message, key),
          unfurl_links: false,
          unfurl_media: false,
        },
        postedMessage,
      );
      channels.learn(channel, posted.channel);
      return posted;
    },

    async update({ channel, ts, message, key }) {
      // A message of an older version of Shipmate may be known by its channel's name; chat.update takes ids only.
      const id = (await channels.idOf(channel)) ?? channel;
      await call('chat.update', { channel: id, ts, ...messageArguments(message, key) }, nothing);
    },

    findPosted: createFindPosted({ call, channels, asMember, botId }),

    ...createFiles({ call, channels, asMember, sendBytes }),

    async publishView({ user, view, hash }) {
      const request = { user_id: user, view, ...(hash === undefined ? {} : { hash }) };
      const published = await call('views.publish', request, publishedView);
      return { hash: published.view.hash };
    },

    respond,

    async postEphemeral({ channel, user, message, threadTs }) {
      await call(
        'chat.postEphemeral',
        {
          channel,
          user,
          text: message.text,
          blocks: message.blocks,
          parse: 'none',
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        },
        nothing,
      );
    },

    async openView({ triggerId, view }) {
      await call('views.open', { trigger_id: triggerId, view }, nothing);
    },

    async updateView({ viewId, view, ...known }) {
      await call('views.update', { view_id: viewId, view, ...known }, nothing);
    },
  };
}
