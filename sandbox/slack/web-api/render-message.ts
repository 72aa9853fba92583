import type { JsonObject } from '../json.ts';
import type { StoredMessage } from '../state/message.ts';
import type { World } from '../state/world.ts';

/** A message as Slack returns it from its API and puts it into payloads. */
export function renderMessage(message: StoredMessage, world: World, includeMetadata = false): JsonObject {
  const { teamId } = world.workspace;

  return {
    type: 'message',
    user: message.user,
    ...(message.botId === undefined ? {} : botFields(message.botId, world)),
    ts: message.ts,
    team: teamId,
    text: message.text,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(message.files.length > 0
      ? { files: message.files.map(({ content: _content, ...file }) => file) }
      : {}),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })) }
      : {}),
    ...(message.isPinned ? { pinned_to: [message.channel] } : {}),
    ...(includeMetadata && message.metadata ? { metadata: message.metadata } : {}),
    ...(message.isBroadcast ? { subtype: 'thread_broadcast' } : {}),
    ...threadFields(message, world),
  };
}

function botFields(botId: string, world: World): JsonObject {
  const { appId, botName, teamId } = world.workspace;
  return {
    bot_id: botId,
    app_id: appId,
    bot_profile: { id: botId, app_id: appId, name: botName, team_id: teamId, deleted: false },
  };
}

function threadFields(message: StoredMessage, world: World): JsonObject {
  if (message.threadTs !== undefined) return { thread_ts: message.threadTs };

  const replies = repliesTo(message, world);
  const latest = replies.at(-1);
  if (!latest) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: latest.ts,
  };
}

/** The replies everyone in the channel sees. */
export function repliesTo(message: StoredMessage, world: World): StoredMessage[] {
  return world.messages
    .all(message.channel)
    .filter((reply) => reply.threadTs === message.ts && reply.ephemeralFor === undefined);
}
