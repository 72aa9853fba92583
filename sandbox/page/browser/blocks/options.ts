import { type JsonObject, jsonObjects, stringAt } from '../../../slack/json.ts';
import { element } from '../element.ts';
import { plainText } from './text.ts';

/** The options of a menu as `<option>` and `<optgroup>`. */
export function drawOptions(menu: JsonObject, selected: ReadonlySet<string>): HTMLElement[] {
  const groups = jsonObjects(menu['option_groups']);
  if (groups.length === 0) return jsonObjects(menu['options']).map((option) => drawOption(option, selected));

  return groups.map((group) =>
    element(
      'optgroup',
      { label: plainText(group['label']) },
      ...jsonObjects(group['options']).map((option) => drawOption(option, selected)),
    ),
  );
}

function drawOption(option: JsonObject, selected: ReadonlySet<string>): HTMLElement {
  const value = stringAt(option, 'value') ?? '';
  return element('option', { value, selected: selected.has(value) }, plainText(option['text']));
}
