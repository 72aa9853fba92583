import type { JsonObject } from '../json.ts';
import { jsonObjects } from '../json.ts';
import { checkBlocks } from './check-blocks.ts';
import { plainText } from './composition-rules.ts';
import { findFocused } from './find-elements.ts';
import { limits } from './limits.ts';
import { list, type Place, type Rule, rootPlace, shape } from './rule.ts';
import { boolean, oneOf, string } from './scalar-rules.ts';

const anyBlock: Rule = () => undefined;

const common: Readonly<Record<string, Rule>> = {
  blocks: list(anyBlock, { min: 0 }),
  'private_metadata?': string({ min: 0, max: limits.view.privateMetadata }),
  'callback_id?': string({ min: 0, max: limits.view.callbackId }),
  'external_id?': string({ min: 0, max: limits.view.externalId }),
};

const viewRules: Readonly<Record<'modal' | 'home', Rule>> = {
  modal: shape(
    {
      type: oneOf('modal'),
      ...common,
      title: plainText(limits.view.title),
      'submit?': plainText(limits.view.button),
      'close?': plainText(limits.view.button),
      'clear_on_close?': boolean,
      'notify_on_close?': boolean,
    },
    requireSubmit,
  ),
  home: shape({ type: oneOf('home'), ...common }),
};

/** Says what Slack would refuse in a view. */
export function checkView(view: JsonObject, type: 'modal' | 'home'): string[] {
  const problems: string[] = [];
  const place = rootPlace(type, '/view', problems);
  viewRules[type](view, place);
  const blocks = Array.isArray(view['blocks']) ? view['blocks'] : [];
  if (findFocused(jsonObjects(blocks)).length > 1) place.report('only one element may have focus_on_load');

  return [...problems, ...checkBlocks(blocks, type, '/view/blocks').problems];
}

/** A form nobody can send is refused. */
function requireSubmit(view: JsonObject, place: Place): void {
  const hasInput = jsonObjects(view['blocks']).some((block) => block['type'] === 'input');
  if (hasInput && view['submit'] === undefined) place.report('missing required field: submit');
}
