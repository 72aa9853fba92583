import { findElements, type PlacedElement } from '../blocks/find-elements.ts';
import { type JsonObject, jsonObjects } from '../json.ts';
import type { StoredView, ViewValues } from '../state/view-store.ts';
import { type Choice, chooseIn, initialChoice, isEmptyChoice } from './element-choice.ts';

/** What a person enters: by action id or, for inputs, by block id. */
export type Entries = Readonly<Record<string, Choice>>;

/** `state.values` of these blocks, entries laid over what was there before and what the blocks start with. */
export function collectValues(
  blocks: readonly JsonObject[],
  entries: Entries,
  before: ViewValues = {},
): ViewValues {
  const values: ViewValues = {};
  for (const placed of findElements(blocks)) {
    const { element, blockId } = placed;
    if (isStateless(element)) continue;
    const actionId = String(element['action_id']);
    values[blockId] = {
      ...values[blockId],
      [actionId]: { type: element['type'], ...choiceFor(placed, entries, before) },
    };
  }
  return values;
}

function isStateless(element: JsonObject): boolean {
  return ['button', 'workflow_button', 'overflow', 'feedback_buttons', 'icon_button'].includes(
    String(element['type']),
  );
}

function choiceFor({ element, blockId }: PlacedElement, entries: Entries, before: ViewValues): JsonObject {
  const actionId = String(element['action_id']);
  const entry = entries[actionId] ?? entries[blockId];
  if (entry !== undefined) return chooseIn(element, entry);
  return before[blockId]?.[actionId] ?? initialChoice(element);
}

/** The block ids of required inputs that hold nothing: the client does not send such a form. */
export function missingInputs(view: StoredView, values: ViewValues): string[] {
  return findElements(jsonObjects(view.definition['blocks']))
    .filter(({ block }) => block['type'] === 'input' && block['optional'] !== true)
    .filter(({ blockId, element }) => {
      const { type: _type, ...choice } = values[blockId]?.[String(element['action_id'])] ?? {};
      return isEmptyChoice(choice);
    })
    .map(({ blockId }) => blockId);
}
