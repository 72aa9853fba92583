import type { JsonObject } from '../../json.ts';
import { SlackApiError } from '../../slack-api-error.ts';
import type { StoredMessage } from '../../state/message.ts';
import type { World } from '../../state/world.ts';
import type { CallArguments } from '../call-arguments.ts';
import { requireChannel, requireMembership } from '../find-channel.ts';
import type { MethodGroup } from '../web-api-method.ts';

/** What the bot does to a message without changing its text. */
export const marks: MethodGroup = {
  'reactions.add': { scopes: ['reactions:write'], rate: 'tier3', run: addReaction },
  'reactions.remove': { scopes: ['reactions:write'], rate: 'tier3', run: removeReaction },
  'pins.add': { scopes: ['pins:write'], rate: 'tier2', run: addPin },
  'pins.remove': { scopes: ['pins:write'], rate: 'tier2', run: removePin },
};

function findMessage(call: CallArguments, world: World): StoredMessage {
  const channel = requireChannel(call, world);
  requireMembership(world, channel);
  if (channel.isArchived) throw new SlackApiError('is_archived');
  const message = world.messages.find(channel.id, call.required('timestamp'));
  if (!message || message.ephemeralFor !== undefined) throw new SlackApiError('message_not_found');
  return message;
}

function addReaction(call: CallArguments, world: World): JsonObject {
  const message = findMessage(call, world);
  const name = readEmoji(call);
  const { botUserId } = world.workspace;
  const reaction = message.reactions.find((one) => one.name === name);
  if (reaction?.users.includes(botUserId)) throw new SlackApiError('already_reacted');

  if (reaction) reaction.users.push(botUserId);
  else message.reactions.push({ name, users: [botUserId] });
  world.messages.touch(message);
  return {};
}

function removeReaction(call: CallArguments, world: World): JsonObject {
  const message = findMessage(call, world);
  const name = readEmoji(call);
  const reaction = message.reactions.find((one) => one.name === name);
  if (!reaction?.users.includes(world.workspace.botUserId)) throw new SlackApiError('no_reaction');

  reaction.users = reaction.users.filter((userId) => userId !== world.workspace.botUserId);
  message.reactions = message.reactions.filter((one) => one.users.length > 0);
  world.messages.touch(message);
  return {};
}

function readEmoji(call: CallArguments): string {
  const name = call.required('name').replaceAll(':', '');
  if (!/^[a-z0-9_+'-]+$/.test(name)) throw new SlackApiError('invalid_name');
  return name;
}

function addPin(call: CallArguments, world: World): JsonObject {
  const message = findMessage(call, world);
  if (message.isPinned) throw new SlackApiError('already_pinned');
  message.isPinned = true;
  world.messages.touch(message);
  return {};
}

function removePin(call: CallArguments, world: World): JsonObject {
  const message = findMessage(call, world);
  if (!message.isPinned) throw new SlackApiError('no_pin');
  message.isPinned = false;
  world.messages.touch(message);
  return {};
}
