import { SlackApiError } from '../slack-api-error.ts';
import type { Channel } from '../state/workspace.ts';
import type { World } from '../state/world.ts';
import type { CallArguments } from './call-arguments.ts';

/** The channel a call names, if the bot can see it: a private one it is not in does not exist for it. */
export function findVisibleChannel(world: World, reference: string): Channel {
  const channel = world.channels.find(reference);
  if (!channel || (channel.isPrivate && !isMember(world, channel)))
    throw new SlackApiError('channel_not_found');
  return channel;
}

/** The channel a call's `channel` argument names by its id: most methods take nothing else. */
export function requireChannel(call: CallArguments, world: World): Channel {
  const id = call.required('channel');
  const channel = findVisibleChannel(world, id);
  if (channel.id !== id) throw new SlackApiError('channel_not_found');
  return channel;
}

/** As `requireChannel`, for posting: a name, `#name` or a person's id will do as well. */
export function requireChannelByAnyName(call: CallArguments, world: World): Channel {
  return findVisibleChannel(world, call.required('channel'));
}

/** Checks that the bot may write here; `chat:write.public` replaces membership of public channels. */
export function requireWritable(world: World, channel: Channel): void {
  if (channel.isArchived) throw new SlackApiError('is_archived');
  if (isMember(world, channel)) return;
  if (!world.workspace.scopes.includes('chat:write.public')) throw new SlackApiError('not_in_channel');
}

export function requireMembership(world: World, channel: Channel): void {
  if (!isMember(world, channel)) throw new SlackApiError('not_in_channel');
}

export function isMember(world: World, channel: Channel): boolean {
  return channel.members.has(world.workspace.botUserId);
}
