import type { JsonObject } from '../../json.ts';
import { SlackApiError } from '../../slack-api-error.ts';
import type { StoredMessage } from '../../state/message.ts';
import type { Channel } from '../../state/workspace.ts';
import type { World } from '../../state/world.ts';
import type { CallArguments } from '../call-arguments.ts';
import { isMember, requireChannel, requireMembership } from '../find-channel.ts';
import { takePage } from '../paging.ts';
import { renderChannel } from '../render-channel.ts';
import { renderMessage, repliesTo } from '../render-message.ts';
import type { MethodGroup } from '../web-api-method.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read'];
const historyScopes = ['channels:history', 'groups:history', 'im:history'];

export const conversationsRead: MethodGroup = {
  'conversations.info': { scopes: readScopes, rate: 'tier3', run: info },
  'conversations.list': { scopes: readScopes, rate: 'tier2', run: list },
  'conversations.members': { scopes: readScopes, rate: 'tier4', run: members },
  'conversations.history': { scopes: historyScopes, rate: 'tier3', run: history },
  'conversations.replies': { scopes: historyScopes, rate: 'tier3', run: replies },
};

function info(call: CallArguments, world: World): JsonObject {
  return { channel: renderChannel(requireChannel(call, world), world) };
}

function list(call: CallArguments, world: World): JsonObject {
  const page = takePage(listedChannels(call, world), call);
  return { channels: page.items.map((channel) => renderChannel(channel, world)), ...page.metadata };
}

/** The channels a listing shows: by default public ones, archived ones included. */
export function listedChannels(call: CallArguments, world: World): Channel[] {
  const wanted = (call.text('types') ?? 'public_channel').split(',').map((type) => type.trim());
  const withoutArchived = call.flag('exclude_archived');

  return world.channels
    .all()
    .filter((channel) => wanted.includes(typeOf(channel)))
    .filter((channel) => !channel.isPrivate || isMember(world, channel))
    .filter((channel) => !(withoutArchived && channel.isArchived));
}

function typeOf(channel: Channel): string {
  if (channel.directWith !== undefined) return 'im';
  return channel.isPrivate ? 'private_channel' : 'public_channel';
}

function members(call: CallArguments, world: World): JsonObject {
  const page = takePage([...requireChannel(call, world).members], call);
  return { members: page.items, ...page.metadata };
}

function history(call: CallArguments, world: World): JsonObject {
  const channel = requireChannel(call, world);
  requireMembership(world, channel);
  const shown = world.messages
    .all(channel.id)
    .filter(
      (message) =>
        message.ephemeralFor === undefined && (message.threadTs === undefined || message.isBroadcast),
    )
    .filter((message) => isWithin(message, call))
    .reverse();
  return messagesPage(shown, call, world);
}

function replies(call: CallArguments, world: World): JsonObject {
  const channel = requireChannel(call, world);
  requireMembership(world, channel);
  const asked = world.messages.find(channel.id, call.required('ts'));
  if (!asked || asked.ephemeralFor !== undefined) throw new SlackApiError('thread_not_found');
  // Asked for a reply's ts, Slack returns that reply alone (https://github.com/slackapi/bolt-python/issues/783).
  const thread =
    asked.threadTs === undefined
      ? [asked, ...repliesTo(asked, world).filter((reply) => isWithin(reply, call))]
      : [asked];
  return messagesPage(thread, call, world);
}

function messagesPage(messages: readonly StoredMessage[], call: CallArguments, world: World): JsonObject {
  const page = takePage(messages, call);
  const withMetadata = call.flag('include_all_metadata');
  const rendered = page.items.map((message) => renderMessage(message, world, withMetadata));
  return { messages: rendered, has_more: page.hasMore, ...page.metadata };
}

function isWithin(message: StoredMessage, call: CallArguments): boolean {
  const inclusive = call.flag('inclusive');
  const oldest = call.text('oldest');
  const latest = call.text('latest');
  const at = Number(message.ts);
  if (inclusive && (message.ts === oldest || message.ts === latest)) return true;

  return (oldest === undefined || at > Number(oldest)) && (latest === undefined || at < Number(latest));
}
