import type { JsonObject } from '../json.ts';
import type { Channel } from '../state/workspace.ts';
import type { World } from '../state/world.ts';
import { isMember } from './find-channel.ts';

/** A conversation object, with the fields bots read. */
export function renderChannel(channel: Channel, world: World): JsonObject {
  const isDirect = channel.directWith !== undefined;
  const common = {
    id: channel.id,
    created: channel.createdAtSeconds,
    is_archived: channel.isArchived,
    is_im: isDirect,
    is_mpim: false,
  };
  if (isDirect) return { ...common, user: channel.directWith, is_channel: false, is_private: true };

  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_private: channel.isPrivate,
    is_member: isMember(world, channel),
    is_general: channel.name === 'general',
    is_shared: false,
    is_ext_shared: false,
    creator: channel.creator,
    context_team_id: world.workspace.teamId,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: channel.purpose, creator: '', last_set: 0 },
    num_members: channel.members.size,
  };
}
