import type { JsonObject } from '../../json.ts';
import { SlackApiError } from '../../slack-api-error.ts';
import type { StoredMessage } from '../../state/message.ts';
import type { Channel } from '../../state/workspace.ts';
import type { World } from '../../state/world.ts';
import type { CallArguments } from '../call-arguments.ts';
import { requireChannelByAnyName, requireWritable } from '../find-channel.ts';
import { readMessageContent, readMetadata } from '../message-content.ts';
import { renderMessage } from '../render-message.ts';
import type { MethodGroup } from '../web-api-method.ts';

// https://docs.slack.dev/reference/methods/chat.postMessage: longer texts are cut, not refused.
const maximumPostedCharacters = 40_000;

export const chatPost: MethodGroup = {
  'chat.postMessage': { scopes: ['chat:write'], rate: 'posting', run: postMessage },
  'chat.postEphemeral': { scopes: ['chat:write'], rate: 'tier4', run: postEphemeral },
};

function postMessage(call: CallArguments, world: World): JsonObject {
  const channel = requireChannelByAnyName(call, world);
  requireWritable(world, channel);
  const content = readMessageContent(call, world);
  const metadata = readMetadata(call);
  const thread = readThread(call, channel, world);
  const message = world.messages.post({
    ...content,
    ...author(world),
    ...thread,
    ...(metadata && Object.keys(metadata).length > 0 ? { metadata } : {}),
    channel: channel.id,
    text: content.text.slice(0, maximumPostedCharacters),
    isBroadcast: thread.threadTs !== undefined && call.flag('reply_broadcast'),
  });

  return { channel: channel.id, ts: message.ts, message: renderMessage(message, world, true) };
}

function postEphemeral(call: CallArguments, world: World): JsonObject {
  const channel = requireChannelByAnyName(call, world);
  const userId = call.required('user');
  if (channel.isArchived) throw new SlackApiError('is_archived');
  if (!channel.members.has(world.workspace.botUserId)) throw new SlackApiError('not_in_channel');
  if (!channel.members.has(userId)) throw new SlackApiError('user_not_in_channel');

  const content = readMessageContent(call, world);
  const thread = readThread(call, channel, world);
  const message = world.messages.post({
    ...content,
    ...author(world),
    ...thread,
    channel: channel.id,
    ephemeralFor: userId,
  });
  return { message_ts: message.ts };
}

function author(world: World) {
  return { user: world.workspace.botUserId, botId: world.workspace.botId };
}

function readThread(call: CallArguments, channel: Channel, world: World): { threadTs?: string } {
  const threadTs = call.text('thread_ts');
  if (threadTs === undefined) return {};

  const parent = world.messages.find(channel.id, threadTs);
  if (!parent) throw new SlackApiError('thread_not_found');
  return { threadTs: rootOf(parent) };
}

/** A reply to a reply lands in the thread of the first message. */
function rootOf(message: StoredMessage): string {
  return message.threadTs ?? message.ts;
}
