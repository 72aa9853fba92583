import type { StoredMessage } from '../state/message.ts';
import type { StoredView } from '../state/view-store.ts';
import type { Channel } from '../state/workspace.ts';
import type { World } from '../state/world.ts';

/** The modal in front; throws when none is open. */
export function frontView(userId: string, world: World): StoredView {
  const view = world.views.stack(userId).at(-1);
  if (!view) throw new Error(`${userId} has no modal open.`);
  return view;
}

/** A channel the person is in. */
export function requireChannel(reference: string, userId: string, world: World): Channel {
  const channel = world.channels.find(reference);
  if (!channel) throw new Error(`There is no channel ${reference}.`);
  if (!channel.members.has(userId)) throw new Error(`${userId} is not in ${reference}.`);
  return channel;
}

/** A message the person sees. */
export function requireMessage(
  target: { channel: string; ts: string },
  userId: string,
  world: World,
): StoredMessage {
  const channel = world.channels.find(target.channel);
  const message = channel && world.messages.find(channel.id, target.ts);
  if (!message) throw new Error(`There is no message ${target.ts} in ${target.channel}.`);
  if (message.ephemeralFor !== undefined && message.ephemeralFor !== userId)
    throw new Error(`${userId} does not see this message.`);
  return message;
}
