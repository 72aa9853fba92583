import { type JsonObject, jsonObjects } from '../json.ts';
import { type Delivery, nothingSent } from '../requests/delivery.ts';
import { type Choice, chooseIn } from '../requests/element-choice.ts';
import { messageActionPayload, type UsedElement, viewActionPayload } from '../requests/payloads.ts';
import { collectValues } from '../requests/view-values.ts';
import type { World } from '../state/world.ts';
import { type ElementTarget, findElement, findSurface, isConfirmed } from './element-target.ts';

export interface Person {
  userId: string;
  world: World;
  /** Sends an interaction payload to the bot. */
  send(what: string, payload: JsonObject): Promise<Delivery>;
}

/** Presses a button or makes a choice. Nothing is sent when the confirm dialog is answered with no. */
export async function useElement(
  { userId, world, send }: Person,
  target: ElementTarget,
  choice: Choice,
): Promise<Delivery> {
  const surface = findSurface(target, userId, world);
  const placed = findElement(surface.blocks, target);
  const chosen = chooseIn(placed.element, choice);
  if (!isConfirmed(placed.element, target)) return nothingSent();

  const actionId = String(placed.element['action_id']);
  const entries = choice === null ? {} : { [actionId]: choice };
  const used = (state: UsedElement['state']): UsedElement => ({ userId, placed, chosen, state });
  if (!surface.view) {
    const payload = messageActionPayload(
      used(collectValues(surface.blocks, entries)),
      surface.message,
      world,
    );
    return send(`block_actions ${actionId}`, payload);
  }

  const state = collectValues(jsonObjects(surface.view.definition['blocks']), entries, surface.view.values);
  world.views.setValues(surface.view, state);
  return send(`block_actions ${actionId}`, viewActionPayload(used(state), surface.view, world));
}
