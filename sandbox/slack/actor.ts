import { findElements, type PlacedElement } from './blocks/find-elements.ts';
import { isJsonObject, type JsonObject, jsonObjects, objectAt, parseJson, stringAt } from './json.ts';
import { ackDeadlineMs, type BotConnection, type Delivery } from './requests/delivery.ts';
import { type Choice, chooseIn } from './requests/element-choice.ts';
import * as payloads from './requests/payloads.ts';
import { applySubmissionAnswer } from './requests/submission-answer.ts';
import { collectValues, type Entries, missingInputs } from './requests/view-values.ts';
import type { StoredMessage } from './state/message.ts';
import type { StoredView } from './state/view-store.ts';
import type { Channel } from './state/workspace.ts';
import type { World } from './state/world.ts';
import { readCallArguments } from './web-api/call-arguments.ts';
import { readMessageContent } from './web-api/message-content.ts';
import { postResponse } from './web-api/response-url.ts';

/** Where an element is: in a message, or without `ts` in the person's front modal (`home: true`: the Home tab). */
export interface ElementTarget {
  channel?: string;
  ts?: string;
  home?: boolean;
  actionId?: string;
  buttonText?: string;
  blockId?: string;
  /** What the person answers to the element's confirm dialog; needed when it has one. */
  confirm?: boolean;
}

/** A person at the keyboard. Everything throws when a person could not do it; what the bot answers is in the Delivery. */
export interface Actor {
  click(target: ElementTarget): Promise<Delivery>;
  select(target: ElementTarget, choice: Choice): Promise<Delivery>;
  submit(entries?: Entries): Promise<Delivery>;
  closeView(): Promise<Delivery | undefined>;
  command(command: string, text: string, channel: string): Promise<Delivery>;
  shortcut(callbackId: string, message?: { channel: string; ts: string }): Promise<Delivery>;
  /** Opens the app's Home tab: the bot hears `app_home_opened`. */
  openHome(): Promise<Delivery>;
  say(channel: string, text: string, threadTs?: string): StoredMessage;
  replay(delivery: Delivery): Promise<Delivery>;
}

export function createActor(userId: string, world: World, bot: BotConnection): Actor {
  if (!world.people.has(userId)) throw new Error(`There is no person ${userId} in this workspace.`);
  const send = (what: string, payload: JsonObject) =>
    bot.send(what, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());

  async function use(target: ElementTarget, choice: Choice): Promise<Delivery> {
    const surface = findSurface(target, userId, world);
    const placed = findElement(surface.blocks, target);
    const chosen = chooseIn(placed.element, choice);
    if (!isConfirmed(placed.element, target))
      return { isSent: false, status: 0, body: '', tookMs: 0, request: { headers: {}, body: '' } };

    const what = `block_actions ${String(placed.element['action_id'])}`;
    const entries = choice === null ? {} : { [String(placed.element['action_id'])]: choice };
    if (surface.view) {
      world.views.setValues(surface.view, collectValues(surface.blocks, entries, surface.view.values));
      return send(
        what,
        payloads.viewActionPayload(
          { userId, placed, chosen, state: surface.view.values },
          surface.view,
          world,
        ),
      );
    }
    const state = collectValues(surface.blocks, entries);
    return send(
      what,
      payloads.messageActionPayload({ userId, placed, chosen, state }, surface.message, world),
    );
  }

  return {
    click: (target) => use(target, null),
    select: (target, choice) => use(target, choice),
    replay: (delivery) => bot.replay(delivery),
    async submit(entries = {}) {
      const view = frontView(userId, world);
      const values = collectValues(jsonObjects(view.definition['blocks']), entries, view.values);
      world.views.setValues(view, values);
      const missing = missingInputs(view, values);
      if (missing.length > 0)
        throw new Error(`The form cannot be sent: ${missing.join(', ')} must be filled in.`);

      const delivery = await send('view_submission', payloads.viewSubmissionPayload(view, world));
      if (delivery.status === 200 && delivery.tookMs <= ackDeadlineMs)
        applySubmissionAnswer(view, delivery.body, world);
      return delivery;
    },
    async closeView() {
      const view = frontView(userId, world);
      const isCleared = view.definition['clear_on_close'] === true;
      if (isCleared) world.views.clear(userId);
      else world.views.close(view);
      if (view.definition['notify_on_close'] !== true) return undefined;
      return send('view_closed', payloads.viewClosedPayload(view, isCleared, world));
    },
    async command(command, text, channelReference) {
      const channel = requireChannel(channelReference, userId, world);
      const delivery = await bot.send(
        command,
        payloads.commandForm(userId, command, text, channel, world).toString(),
      );
      if (delivery.status === 200) showCommandAnswer(delivery.body, channel, userId, world);
      return delivery;
    },
    shortcut(callbackId, target) {
      if (!target)
        return send(`shortcut ${callbackId}`, payloads.globalShortcutPayload(userId, callbackId, world));
      const message = requireMessage(target, userId, world);
      return send(
        `shortcut ${callbackId}`,
        payloads.messageShortcutPayload(userId, callbackId, message, world),
      );
    },
    openHome: () =>
      bot.sendEvent({
        type: 'app_home_opened',
        user: userId,
        channel: world.channels.directWith(userId).id,
        tab: 'home',
      }),
    say(channelReference, text, threadTs) {
      const channel = requireChannel(channelReference, userId, world);
      return world.messages.post({
        channel: channel.id,
        user: userId,
        text,
        ...(threadTs === undefined ? {} : { threadTs }),
      });
    },
  };
}

type ActorSurface =
  | { blocks: JsonObject[]; message: StoredMessage; view?: undefined }
  | { blocks: JsonObject[]; view: StoredView };

function findSurface(target: ElementTarget, userId: string, world: World): ActorSurface {
  if (target.channel !== undefined && target.ts !== undefined) {
    const message = requireMessage({ channel: target.channel, ts: target.ts }, userId, world);
    return { blocks: message.blocks, message };
  }
  const view = target.home ? world.views.home(userId) : frontView(userId, world);
  if (!view) throw new Error(`${userId} has no Home tab yet.`);
  return { blocks: jsonObjects(view.definition['blocks']), view };
}

function findElement(blocks: readonly JsonObject[], target: ElementTarget): PlacedElement {
  const all = findElements(blocks);
  const found = all.find(
    ({ element, blockId }) =>
      (target.actionId === undefined || element['action_id'] === target.actionId) &&
      (target.blockId === undefined || blockId === target.blockId) &&
      (target.buttonText === undefined || labelOf(element) === target.buttonText),
  );
  if (found) return found;
  const present = all
    .map(({ element }) => `${labelOf(element) ?? ''} (${String(element['action_id'])})`)
    .join(', ');
  throw new Error(
    `There is no "${target.buttonText ?? target.actionId}" to use here. There is: ${present || 'nothing'}.`,
  );
}

function labelOf(element: JsonObject): string | undefined {
  return stringAt(objectAt(element, 'text') ?? {}, 'text');
}

function isConfirmed(element: JsonObject, target: ElementTarget): boolean {
  if (!('confirm' in element)) return true;
  if (target.confirm === undefined) {
    throw new Error(
      `"${labelOf(element) ?? String(element['action_id'])}" asks for confirmation: pass confirm: true or false.`,
    );
  }
  return target.confirm;
}

function frontView(userId: string, world: World): StoredView {
  const view = world.views.stack(userId).at(-1);
  if (!view) throw new Error(`${userId} has no modal open.`);
  return view;
}

function requireChannel(reference: string, userId: string, world: World): Channel {
  const channel = world.channels.find(reference);
  if (!channel) throw new Error(`There is no channel ${reference}.`);
  if (!channel.members.has(userId)) throw new Error(`${userId} is not in ${reference}.`);
  return channel;
}

function requireMessage(
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

/** A command may be answered in the acknowledgement itself, as text or as a message in JSON. */
function showCommandAnswer(body: string, channel: Channel, userId: string, world: World): void {
  if (body.trim() === '') return;
  const parsed = parseJson(body);
  const message = isJsonObject(parsed) ? parsed : { text: body };
  const call = readCallArguments('application/json', JSON.stringify(message), {});
  const target = { channel: channel.id, userId };
  postResponse(
    { target, content: readMessageContent(call, world), isPublic: message['response_type'] === 'in_channel' },
    world,
  );
}
