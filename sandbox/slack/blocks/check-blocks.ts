import { isJsonObject, type JsonObject, jsonObjects } from '../json.ts';
import { blockRules } from './block-rules.ts';
import { limits } from './limits.ts';
import { type Place, rootPlace, type Surface } from './rule.ts';

export interface BlockVerdict {
  /** Slack's sentences without their `[ERROR]`, each with a JSON pointer. */
  problems: string[];
  /** The sum of all text is more than a message may carry. */
  isTooLong: boolean;
}

/** Says what Slack would refuse in these blocks. `pointer` is where they stand in the call's arguments. */
export function checkBlocks(blocks: readonly unknown[], surface: Surface, pointer = '/blocks'): BlockVerdict {
  const problems: string[] = [];
  const place = rootPlace(surface, pointer, problems);
  if (blocks.length > limits.blocks[surface])
    place.report(`no more than ${limits.blocks[surface]} items allowed`);
  for (const [index, block] of blocks.entries()) blockRules[surface](block, place.at(index));

  checkBlockIds(blocks, place);
  checkActionIds(blocks, place);
  checkCompany(blocks.filter(isJsonObject), place);
  return { problems, isTooLong: surface === 'message' && textLength(blocks) > limits.messageText };
}

function checkBlockIds(blocks: readonly unknown[], place: Place): void {
  const seen = new Set<unknown>();
  for (const [index, block] of withChildren(blocks).entries()) {
    const id = block['block_id'];
    if (id === undefined) continue;
    if (seen.has(id)) place.at(index).report(`block_id "${String(id)}" already exists`);
    seen.add(id);
  }
}

function withChildren(blocks: readonly unknown[]): JsonObject[] {
  const own = jsonObjects(blocks);
  return [...own, ...own.flatMap((block) => jsonObjects(block['child_blocks']))];
}

/** An action id is unique within its block, not within the message. */
function checkActionIds(blocks: readonly unknown[], place: Place): void {
  for (const [index, block] of withChildren(blocks).entries()) {
    const seen = new Set<unknown>();
    for (const element of jsonObjects(block['elements'])) {
      const id = element['action_id'];
      if (id !== undefined && seen.has(id))
        place.at(index).report(`action_id "${String(id)}" already exists in this block`);
      seen.add(id);
    }
  }
}

/** Rules about which blocks may stand together. */
function checkCompany(blocks: readonly JsonObject[], place: Place): void {
  const count = (type: string) => withChildren(blocks).filter((block) => block['type'] === type).length;
  if (count('table') > limits.table.perMessage) place.report('only one table is allowed in a message');
  // https://gitlab.com/gitlab-org/gitlab/-/merge_requests/242201
  if (count('plan') > 0 && count('task_card') > 0)
    place.report('plan and task_card cannot both be at the top level');
}

/** The characters of everything a person reads. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (!isJsonObject(value)) return 0;
  return Object.entries(value).reduce((sum, [key, item]) => {
    const isText = typeof item === 'string' && (key === 'text' || key === 'title');
    return sum + (isText ? item.length : textLength(item));
  }, 0);
}
