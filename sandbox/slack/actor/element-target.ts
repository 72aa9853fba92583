import { findElements, type PlacedElement } from '../blocks/find-elements.ts';
import { type JsonObject, jsonObjects, objectAt, stringAt } from '../json.ts';
import type { StoredMessage } from '../state/message.ts';
import type { StoredView } from '../state/view-store.ts';
import type { World } from '../state/world.ts';
import { frontView, requireMessage } from './what-a-person-sees.ts';

/** Where an element is: in a message, or without `ts` in the person's front modal (`home: true`: the Home tab). */
export interface ElementTarget {
  channel?: string;
  ts?: string;
  home?: boolean;
  /** What the person's screen still shows of the message, when an edit has not reached it yet. */
  stillShown?: JsonObject[];
  actionId?: string;
  buttonText?: string;
  blockId?: string;
  /** What the person answers to the element's confirm dialog; needed when it has one. */
  confirm?: boolean;
}

export type ActorSurface =
  | { blocks: JsonObject[]; message: StoredMessage; view?: undefined }
  | { blocks: JsonObject[]; view: StoredView };

/** The message or view a target is in. */
export function findSurface(target: ElementTarget, userId: string, world: World): ActorSurface {
  if (target.channel !== undefined && target.ts !== undefined) {
    const message = requireMessage({ channel: target.channel, ts: target.ts }, userId, world);
    return { blocks: target.stillShown ?? message.blocks, message };
  }
  const view = target.home ? world.views.home(userId) : frontView(userId, world);
  if (!view) throw new Error(`${userId} has no Home tab yet.`);
  return { blocks: jsonObjects(view.definition['blocks']), view };
}

/** The element itself; the error names what there is instead. */
export function findElement(blocks: readonly JsonObject[], target: ElementTarget): PlacedElement {
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

/** Whether the person goes through with it. Throws when a confirm dialog was left unanswered. */
export function isConfirmed(element: JsonObject, target: ElementTarget): boolean {
  if (!('confirm' in element)) return true;
  if (target.confirm === undefined) {
    throw new Error(
      `"${labelOf(element) ?? String(element['action_id'])}" asks for confirmation: pass confirm: true or false.`,
    );
  }
  return target.confirm;
}
