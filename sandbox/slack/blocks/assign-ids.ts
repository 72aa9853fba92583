import { isJsonObject, type JsonObject } from '../json.ts';
import type { Timestamps } from '../state/timestamps.ts';

/** Gives blocks without `block_id` and elements without `action_id` one of the form Slack generates. */
export function assignIds(blocks: readonly unknown[], timestamps: Timestamps): JsonObject[] {
  const newId = () => Number(timestamps.next().replace('.', '')).toString(36).slice(-6);
  const withActionId = (value: unknown): unknown =>
    isJsonObject(value) && isInteractive(value) ? { action_id: newId(), ...value } : value;
  const withIds = (block: JsonObject): JsonObject => ({
    block_id: newId(),
    ...block,
    ...mapArray(block, 'elements', withActionId),
    ...mapArray(block, 'actions', withActionId),
    ...mapArray(block, 'child_blocks', (child) => (isJsonObject(child) ? withIds(child) : child)),
    ...('accessory' in block ? { accessory: withActionId(block['accessory']) } : {}),
    ...('element' in block ? { element: withActionId(block['element']) } : {}),
  });

  return blocks.filter(isJsonObject).map(withIds);
}

function mapArray(block: JsonObject, key: string, map: (value: unknown) => unknown): JsonObject {
  const values = block[key];
  return Array.isArray(values) ? { [key]: values.map(map) } : {};
}

const interactive =
  /^(button|checkboxes|datepicker|datetimepicker|overflow|radio_buttons|timepicker|workflow_button|.*_select|.*_input|feedback_buttons|icon_button)$/;

function isInteractive(element: JsonObject): boolean {
  return interactive.test(String(element['type']));
}
