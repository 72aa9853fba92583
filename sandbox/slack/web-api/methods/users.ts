import type { JsonObject } from '../../json.ts';
import { SlackApiError } from '../../slack-api-error.ts';
import type { World } from '../../state/world.ts';
import type { CallArguments } from '../call-arguments.ts';
import { takePage } from '../paging.ts';
import { renderChannel } from '../render-channel.ts';
import { renderBotUser, renderUser } from '../render-user.ts';
import type { MethodGroup } from '../web-api-method.ts';
import { listedChannels } from './conversations-read.ts';

export const users: MethodGroup = {
  'users.info': { scopes: ['users:read'], rate: 'tier4', run: info },
  'users.list': { scopes: ['users:read'], rate: 'tier2', run: list },
  'users.lookupByEmail': { scopes: ['users:read.email'], rate: 'tier3', run: lookupByEmail },
  'users.conversations': {
    scopes: ['channels:read', 'groups:read', 'im:read'],
    rate: 'tier3',
    run: conversations,
  },
};

function info(call: CallArguments, world: World): JsonObject {
  const userId = call.required('user');
  if (userId === world.workspace.botUserId) return { user: renderBotUser(world) };
  const person = world.people.get(userId);
  if (!person) throw new SlackApiError('user_not_found');
  return { user: renderUser(person, world) };
}

function list(call: CallArguments, world: World): JsonObject {
  const members = [
    ...[...world.people.values()].map((person) => renderUser(person, world)),
    renderBotUser(world),
  ];
  const page = takePage(members, call);
  return { members: page.items, cache_ts: Math.floor(world.now() / 1000), ...page.metadata };
}

function lookupByEmail(call: CallArguments, world: World): JsonObject {
  const email = call.required('email').toLowerCase();
  const person = [...world.people.values()].find(
    (one) => one.email?.toLowerCase() === email && !one.isDeactivated,
  );
  if (!person) throw new SlackApiError('users_not_found');
  return { user: renderUser(person, world) };
}

function conversations(call: CallArguments, world: World): JsonObject {
  const userId = call.text('user') ?? world.workspace.botUserId;
  const joined = listedChannels(call, world).filter((channel) => channel.members.has(userId));
  const page = takePage(joined, call);
  return { channels: page.items.map((channel) => renderChannel(channel, world)), ...page.metadata };
}
