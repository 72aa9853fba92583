import type { JsonObject } from '../json.ts';
import type { BotConnection, Delivery } from '../requests/delivery.ts';
import type { Choice } from '../requests/element-choice.ts';
import { globalShortcutPayload, messageShortcutPayload } from '../requests/payloads.ts';
import type { Entries } from '../requests/view-values.ts';
import type { StoredMessage } from '../state/message.ts';
import type { World } from '../state/world.ts';
import type { ElementTarget } from './element-target.ts';
import { useCommand } from './use-command.ts';
import { type Person, useElement } from './use-element.ts';
import { closeView, submitView } from './use-view.ts';
import { requireChannel, requireMessage } from './what-a-person-sees.ts';

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

/** Lets one person of the workspace act. */
export function createActor(userId: string, world: World, bot: BotConnection): Actor {
  if (!world.people.has(userId)) throw new Error(`There is no person ${userId} in this workspace.`);
  const send = (what: string, payload: JsonObject) =>
    bot.send(what, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  const person: Person = { userId, world, send };

  return {
    click: (target) => useElement(person, target, null),
    select: (target, choice) => useElement(person, target, choice),
    submit: (entries = {}) => submitView(person, entries),
    closeView: () => closeView(person),
    command: (command, text, channel) => useCommand({ userId, command, text, channel }, world, bot),
    replay: (delivery) => bot.replay(delivery),
    async shortcut(callbackId, target) {
      if (!target) return send(`shortcut ${callbackId}`, globalShortcutPayload(userId, callbackId, world));
      const message = requireMessage(target, userId, world);
      return send(`shortcut ${callbackId}`, messageShortcutPayload(userId, callbackId, message, world));
    },
    openHome() {
      const channel = world.channels.directWith(userId).id;
      return bot.sendEvent({ type: 'app_home_opened', user: userId, channel, tab: 'home' });
    },
    say(reference, text, threadTs) {
      const channel = requireChannel(reference, userId, world).id;
      return world.messages.post({
        channel,
        user: userId,
        text,
        ...(threadTs === undefined ? {} : { threadTs }),
      });
    },
  };
}
