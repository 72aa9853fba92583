import type { JsonObject } from '../../json.ts';
import { SlackApiError } from '../../slack-api-error.ts';
import type { StoredMessage } from '../../state/message.ts';
import type { World } from '../../state/world.ts';
import type { CallArguments } from '../call-arguments.ts';
import { requireChannel } from '../find-channel.ts';
import { readMessageContent, readMetadata } from '../message-content.ts';
import { renderMessage } from '../render-message.ts';
import type { MethodGroup } from '../web-api-method.ts';

const maximumUpdatedCharacters = 4000;

export const chatEdit: MethodGroup = {
  'chat.update': { scopes: ['chat:write'], rate: 'tier3', run: update },
  'chat.delete': { scopes: ['chat:write'], rate: 'tier3', run: remove },
  'chat.getPermalink': { scopes: [], rate: 'unlimited', run: permalink },
};

function update(call: CallArguments, world: World): JsonObject {
  const message = findOwnMessage(call, world, 'cant_update_message');
  if ((call.text('text') ?? '').length > maximumUpdatedCharacters) throw new SlackApiError('msg_too_long');
  const content = readMessageContent(call, world);
  if (call.flag('reply_broadcast')) throw new SlackApiError('no_dual_broadcast_content_update');
  refuseBlockMismatch(message, content.blocks);

  const metadata = readMetadata(call);
  world.messages.edit(message, {
    text: content.text,
    blocks: content.blocks,
    ...(call.has('attachments') ? { attachments: content.attachments } : {}),
    ...(metadata ? { metadata } : {}),
    ...(content.blocks.length > 0 ? {} : { markEditedBy: world.workspace.botUserId }),
  });
  return {
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: renderMessage(message, world, true),
  };
}

/** Slack will not turn a message made of rich text alone into something else. */
function refuseBlockMismatch(message: StoredMessage, blocks: readonly JsonObject[]): void {
  const isRichText = (list: readonly JsonObject[]) =>
    list.length > 0 && list.every((block) => block['type'] === 'rich_text');
  if (isRichText(message.blocks) && blocks.length > 0 && !isRichText(blocks))
    throw new SlackApiError('block_mismatch');
}

function remove(call: CallArguments, world: World): JsonObject {
  const message = findOwnMessage(call, world, 'cant_delete_message');
  world.messages.remove(message);
  return { channel: message.channel, ts: message.ts };
}

function permalink(call: CallArguments, world: World): JsonObject {
  const channel = requireChannel(call, world);
  const message = world.messages.find(channel.id, call.required('message_ts'));
  if (!message) throw new SlackApiError('message_not_found');

  const { domain } = world.workspace;
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  return {
    channel: channel.id,
    permalink: `https://${domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
  };
}

function findOwnMessage(call: CallArguments, world: World, whenForeign: string): StoredMessage {
  const channel = requireChannel(call, world);
  const message = world.messages.find(channel.id, call.required('ts'));
  // Ephemeral messages have a ts but no place in the channel: the API does not find them.
  if (!message || message.ephemeralFor !== undefined) throw new SlackApiError('message_not_found');
  if (message.user !== world.workspace.botUserId) throw new SlackApiError(whenForeign);
  if (channel.isArchived) throw new SlackApiError('is_archived');
  return message;
}
