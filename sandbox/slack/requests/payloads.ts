import type { PlacedElement } from '../blocks/find-elements.ts';
import type { JsonObject } from '../json.ts';
import type { StoredMessage } from '../state/message.ts';
import type { StoredView, ViewValues } from '../state/view-store.ts';
import type { Channel } from '../state/workspace.ts';
import type { World } from '../state/world.ts';
import { renderMessage } from '../web-api/render-message.ts';
import { renderView } from '../web-api/render-view.ts';

/** The fields every interaction payload starts with. */
export function interactionBase(userId: string, world: World): JsonObject {
  const { appId, domain, teamId } = world.workspace;
  const name = world.people.get(userId)?.name ?? userId;

  return {
    user: { id: userId, username: name, name, team_id: teamId },
    api_app_id: appId,
    // Deprecated by Slack in favour of the signature, but still sent.
    token: 'sandbox-verification-token',
    team: { id: teamId, domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export interface UsedElement {
  userId: string;
  placed: PlacedElement;
  /** What the element adds to the action: `value`, `selected_option` … */
  chosen: JsonObject;
  state: ViewValues;
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, for a message. */
export function messageActionPayload(used: UsedElement, message: StoredMessage, world: World): JsonObject {
  const channel = world.channels.find(message.channel);
  const isEphemeral = message.ephemeralFor !== undefined;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  const target = { channel: message.channel, userId: used.userId, messageTs: message.ts };
  const responseTarget = message.threadTs === undefined ? target : { ...target, threadTs: message.threadTs };

  return {
    type: 'block_actions',
    ...interactionBase(used.userId, world),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      ...thread,
    },
    trigger_id: world.triggers.issue(used.userId),
    channel: { id: message.channel, name: channelName(channel) },
    // Slack leaves the content of an ephemeral message out of the payload.
    ...(isEphemeral ? {} : { message: renderMessage(message, world) }),
    state: { values: used.state },
    response_url: responseUrl(world, responseTarget),
    actions: [action(used, world)],
  };
}

/** block_actions for an element in a modal or on the Home tab. */
export function viewActionPayload(used: UsedElement, view: StoredView, world: World): JsonObject {
  return {
    type: 'block_actions',
    ...interactionBase(used.userId, world),
    container: { type: 'view', view_id: view.id },
    trigger_id: world.triggers.issue(used.userId),
    view: renderView(view, world),
    actions: [action(used, world)],
  };
}

function action({ placed, chosen }: UsedElement, world: World): JsonObject {
  const { element, blockId } = placed;
  const { type, action_id, text } = element;

  return {
    action_id,
    block_id: blockId,
    ...(text === undefined ? {} : { text }),
    ...chosen,
    type,
    action_ts: world.timestamps.next(),
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function viewSubmissionPayload(view: StoredView, world: World): JsonObject {
  return {
    type: 'view_submission',
    ...interactionBase(view.userId, world),
    trigger_id: world.triggers.issue(view.userId),
    view: renderView(view, world),
    response_urls: [],
  };
}

export function viewClosedPayload(view: StoredView, isCleared: boolean, world: World): JsonObject {
  return {
    type: 'view_closed',
    ...interactionBase(view.userId, world),
    view: renderView(view, world),
    is_cleared: isCleared,
  };
}

/** A message shortcut from a message's menu. */
export function messageShortcutPayload(
  userId: string,
  callbackId: string,
  message: StoredMessage,
  world: World,
): JsonObject {
  return {
    type: 'message_action',
    ...interactionBase(userId, world),
    callback_id: callbackId,
    action_ts: world.timestamps.next(),
    trigger_id: world.triggers.issue(userId),
    response_url: responseUrl(world, { channel: message.channel, userId }),
    message_ts: message.ts,
    channel: { id: message.channel, name: channelName(world.channels.find(message.channel)) },
    message: renderMessage(message, world),
  };
}

/** A global shortcut, from the lightning menu or the search field. */
export function globalShortcutPayload(userId: string, callbackId: string, world: World): JsonObject {
  return {
    type: 'shortcut',
    ...interactionBase(userId, world),
    callback_id: callbackId,
    action_ts: world.timestamps.next(),
    trigger_id: world.triggers.issue(userId),
  };
}

/** The form of a slash command. */
export function commandForm(
  userId: string,
  command: string,
  text: string,
  channel: Channel,
  world: World,
): URLSearchParams {
  const { appId, domain, teamId } = world.workspace;
  return new URLSearchParams({
    token: 'sandbox-verification-token',
    team_id: teamId,
    team_domain: domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: userId,
    user_name: world.people.get(userId)?.name ?? userId,
    command,
    text,
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: responseUrl(world, { channel: channel.id, userId }),
    trigger_id: world.triggers.issue(userId),
  });
}

function responseUrl(world: World, target: Parameters<World['responseUrls']['issue']>[0]): string {
  return `${world.origin}/respond/${world.responseUrls.issue(target)}`;
}

function channelName(channel: Channel | undefined): string {
  if (channel?.directWith !== undefined) return 'directmessage';
  return channel?.isPrivate ? 'privategroup' : (channel?.name ?? '');
}
