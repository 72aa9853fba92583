import type { JsonObject } from '../../json.ts';
import { SlackApiError } from '../../slack-api-error.ts';
import type { Channel } from '../../state/workspace.ts';
import type { World } from '../../state/world.ts';
import type { CallArguments } from '../call-arguments.ts';
import { requireChannel, requireMembership } from '../find-channel.ts';
import { renderChannel } from '../render-channel.ts';
import type { MethodGroup } from '../web-api-method.ts';

const manageScopes = ['channels:manage', 'groups:write'];
const maximumTopicCharacters = 250;
const maximumInvited = 100;

export const conversationsWrite: MethodGroup = {
  'conversations.create': { scopes: manageScopes, rate: 'tier2', run: create },
  'conversations.join': { scopes: ['channels:join'], rate: 'tier3', run: join },
  'conversations.invite': { scopes: [...manageScopes, 'channels:write.invites'], rate: 'tier3', run: invite },
  'conversations.setTopic': {
    scopes: [...manageScopes, 'channels:write.topic'],
    rate: 'tier2',
    run: setTopic,
  },
  'conversations.setPurpose': {
    scopes: [...manageScopes, 'channels:write.topic'],
    rate: 'tier2',
    run: setPurpose,
  },
  'conversations.archive': { scopes: manageScopes, rate: 'tier2', run: archive },
  'conversations.open': { scopes: ['im:write', 'mpim:write'], rate: 'tier3', run: open },
};

function create(call: CallArguments, world: World): JsonObject {
  const name = call.text('name');
  if (name === undefined) throw new SlackApiError('invalid_name_required');
  if (name.length > 80) throw new SlackApiError('invalid_name_maxlength');
  if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) throw new SlackApiError('invalid_name_specials');
  if (world.channels.all().some((channel) => channel.name === name)) throw new SlackApiError('name_taken');

  const channel = world.channels.add({
    id: `C${String(world.channels.all().length).padStart(8, '0')}`,
    name,
    members: new Set([world.workspace.botUserId]),
    isPrivate: call.flag('is_private'),
    isArchived: false,
    topic: '',
    purpose: '',
    creator: world.workspace.botUserId,
    createdAtSeconds: Math.floor(world.now() / 1000),
  });
  return { channel: renderChannel(channel, world) };
}

function join(call: CallArguments, world: World): JsonObject {
  const channel = requireChannel(call, world);
  if (channel.isArchived) throw new SlackApiError('is_archived');
  if (channel.isPrivate) throw new SlackApiError('method_not_supported_for_channel_type');
  channel.members.add(world.workspace.botUserId);
  world.channels.changed(channel);
  return { channel: renderChannel(channel, world) };
}

function invite(call: CallArguments, world: World): JsonObject {
  const channel = requireActive(call, world);
  const invited = call
    .required('users')
    .split(',')
    .map((userId) => userId.trim());
  if (invited.length > maximumInvited) throw new SlackApiError('too_many_users');

  const errors = invited.flatMap((userId) => inviteError(userId, channel, world));
  const [first] = errors;
  if (first && !call.flag('force')) throw new SlackApiError(first.error, { errors });

  const failed = new Set(errors.map((error) => error.user));
  for (const userId of invited) if (!failed.has(userId)) channel.members.add(userId);
  world.channels.changed(channel);
  return { channel: renderChannel(channel, world), ...(errors.length > 0 ? { errors } : {}) };
}

function inviteError(
  userId: string,
  channel: Channel,
  world: World,
): { user: string; ok: false; error: string }[] {
  if (userId === world.workspace.botUserId) return [{ user: userId, ok: false, error: 'cant_invite_self' }];
  if (!world.people.has(userId)) return [{ user: userId, ok: false, error: 'user_not_found' }];
  return channel.members.has(userId) ? [{ user: userId, ok: false, error: 'already_in_channel' }] : [];
}

function setTopic(call: CallArguments, world: World): JsonObject {
  const channel = requireActive(call, world);
  channel.topic = limitedText(call, 'topic');
  world.channels.changed(channel);
  return { channel: renderChannel(channel, world) };
}

function setPurpose(call: CallArguments, world: World): JsonObject {
  const channel = requireActive(call, world);
  channel.purpose = limitedText(call, 'purpose');
  world.channels.changed(channel);
  return { channel: renderChannel(channel, world), purpose: channel.purpose };
}

function limitedText(call: CallArguments, name: string): string {
  const text = call.text(name) ?? '';
  if (text.length > maximumTopicCharacters) throw new SlackApiError('too_long');
  return text;
}

function archive(call: CallArguments, world: World): JsonObject {
  const channel = requireChannel(call, world);
  requireMembership(world, channel);
  if (channel.isArchived) throw new SlackApiError('already_archived');
  if (channel.name === 'general') throw new SlackApiError('cant_archive_general');
  channel.isArchived = true;
  world.channels.changed(channel);
  return {};
}

function open(call: CallArguments, world: World): JsonObject {
  const userIds = (call.text('users') ?? '').split(',').filter((userId) => userId !== '');
  const [userId] = userIds;
  if (userId === undefined) throw new SlackApiError('users_list_not_supplied');
  if (userIds.length > 1) throw new SlackApiError('too_many_users');
  if (!world.people.has(userId)) throw new SlackApiError('user_not_found');
  return { channel: { id: world.channels.directWith(userId).id } };
}

function requireActive(call: CallArguments, world: World): Channel {
  const channel = requireChannel(call, world);
  requireMembership(world, channel);
  if (channel.isArchived) throw new SlackApiError('is_archived');
  return channel;
}
