import { type JsonObject, jsonObjects, objectAt } from '../json.ts';

/** An element a person can use, and the block it stands in. */
export interface PlacedElement {
  blockId: string;
  block: JsonObject;
  element: JsonObject;
}

/** Every interactive element of these blocks, in reading order. */
export function findElements(blocks: readonly JsonObject[]): PlacedElement[] {
  return blocks.flatMap((block) => {
    const single = [objectAt(block, 'accessory'), objectAt(block, 'element')].filter(
      (one) => one !== undefined,
    );
    const listed =
      block['type'] === 'rich_text' || block['type'] === 'carousel' ? [] : jsonObjects(block['elements']);
    const placed = [...single, ...listed, ...jsonObjects(block['actions'])]
      .filter((element) => 'action_id' in element)
      .map((element) => ({ blockId: String(block['block_id']), block, element }));
    const cards = block['type'] === 'carousel' ? jsonObjects(block['elements']) : [];

    return [...placed, ...findElements([...jsonObjects(block['child_blocks']), ...cards])];
  });
}

/** The elements that ask for the focus when the view opens. */
export function findFocused(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks
    .flatMap((block) => [
      objectAt(block, 'element'),
      objectAt(block, 'accessory'),
      ...jsonObjects(block['elements']),
    ])
    .filter((element) => element !== undefined)
    .filter((element) => element['focus_on_load'] === true);
}
