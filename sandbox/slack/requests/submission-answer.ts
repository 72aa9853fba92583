import { isJsonObject, type JsonObject, objectAt, parseJson, stringAt } from '../json.ts';
import type { StoredView } from '../state/view-store.ts';
import type { World } from '../state/world.ts';
import { readView } from '../web-api/methods/views.ts';

/** Does what the bot's answer to a view submission asks: errors, update, push, clear; an empty answer closes the view. */
export function applySubmissionAnswer(view: StoredView, body: string, world: World): void {
  const answer = parseJson(body);
  const action = isJsonObject(answer) ? answer['response_action'] : undefined;
  if (!isJsonObject(answer) || typeof action !== 'string') {
    world.views.close(view);
    return;
  }
  applyAction(action, view, answer, world);
}

function applyAction(action: string, view: StoredView, answer: JsonObject, world: World): void {
  const readNext = () => readView(objectAt(answer, 'view'), 'modal', world);

  if (action === 'errors') world.views.setErrors(view, readErrors(answer));
  else if (action === 'update') world.views.update(view, readNext());
  else if (action === 'push') world.views.push(view.userId, readNext());
  else if (action === 'clear') world.views.clear(view.userId);
  else throw new Error(`The bot answered with a response_action Slack does not know: ${action}.`);
}

function readErrors(answer: JsonObject): Record<string, string> {
  const errors = objectAt(answer, 'errors') ?? {};
  return Object.fromEntries(Object.keys(errors).map((blockId) => [blockId, stringAt(errors, blockId) ?? '']));
}
