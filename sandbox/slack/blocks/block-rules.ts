import type { JsonObject } from '../json.ts';
import { button, buttonRules } from './button-rules.ts';
import { anyText, imageElement, imageFields, imageSource, plainText } from './composition-rules.ts';
import { inputRules, pickerRules } from './input-rules.ts';
import { limits } from './limits.ts';
import { menuRules } from './menu-rules.ts';
import { planRules } from './plan-rules.ts';
import { richText } from './rich-text-rules.ts';
import { byType, list, type Place, pick, type Rule, type Surface, shape } from './rule.ts';
import { boolean, literal, oneOf, string, webUrl } from './scalar-rules.ts';
import { tableRules } from './table-rules.ts';

function block(
  type: string,
  fields: Readonly<Record<string, Rule>>,
  also?: (object: JsonObject, place: Place) => void,
): Rule {
  return shape({ type: literal(type), 'block_id?': string({ max: limits.blockId }), ...fields }, also);
}

const pressed = pick(buttonRules, 'button', 'workflow_button', 'overflow');
const contextActions = pick(buttonRules, 'feedback_buttons', 'icon_button');
const accessories = byType({ ...pressed, ...menuRules, ...pickerRules, image: imageElement });
const actionElements = byType({
  ...pressed,
  ...menuRules,
  ...pickerRules,
  ...pick(inputRules, 'rich_text_input'),
});
const inputElements = byType({ ...menuRules, ...pickerRules, ...inputRules });
const contextElement: Rule = (value, place) => {
  const isImage = typeof value === 'object' && value !== null && 'type' in value && value.type === 'image';
  (isImage ? imageElement : anyText())(value, place);
};

function sectionText(section: JsonObject, place: Place): void {
  if (section['text'] === undefined && section['fields'] === undefined)
    place.report('missing required field: text or fields');
}

const cardParts = ['hero_image', 'title', 'actions', 'body'];
const card = block(
  'card',
  {
    'hero_image?': imageElement,
    'icon?': imageElement,
    'title?': anyText(limits.card.title),
    'subtitle?': anyText(limits.card.subtitle),
    'body?': anyText(limits.card.body),
    'actions?': list(byType({ button })),
  },
  (value, place) => {
    if (!cardParts.some((part) => value[part] !== undefined))
      place.report(`must provide one of ${cardParts.join(', ')}`);
  },
);

const simpleBlocks: Readonly<Record<string, Rule>> = {
  section: block(
    'section',
    {
      'text?': anyText(limits.section.text),
      'fields?': list(anyText(limits.section.field), { max: limits.section.fields }),
      'accessory?': accessories,
      'expand?': boolean,
    },
    sectionText,
  ),
  header: block('header', { text: plainText(limits.header) }),
  divider: block('divider', {}),
  context: block('context', { elements: list(contextElement, { max: limits.context }) }),
  actions: block('actions', { elements: list(actionElements, { max: limits.actions }) }),
  image: block('image', { ...imageFields, 'title?': plainText(limits.image.title) }, imageSource),
  input: block('input', {
    label: plainText(limits.input.label),
    element: inputElements,
    'hint?': plainText(limits.input.hint),
    'optional?': boolean,
    'dispatch_action?': boolean,
  }),
  rich_text: richText,
  video: block('video', {
    video_url: webUrl(limits.video.url),
    thumbnail_url: webUrl(limits.video.url),
    alt_text: string(),
    title: plainText(limits.video.title),
    'title_url?': webUrl(limits.video.url),
    'author_name?': string({ max: limits.video.author }),
    'provider_name?': string(),
    'provider_icon_url?': webUrl(limits.video.url),
    'description?': plainText(),
  }),
};

const childBlocks = byType({ ...simpleBlocks, ...pick(tableRules, 'table') });

const container = block(
  'container',
  {
    'title?': plainText(limits.container.title),
    'rich_text_title?': richText,
    'subtitle?': anyText(limits.container.subtitle),
    child_blocks: list(childBlocks, { max: limits.container.children }),
    'width?': oneOf('narrow', 'standard', 'wide', 'full'),
    'icon?': imageElement,
    'is_collapsible?': boolean,
    'default_collapsed?': boolean,
    'has_header_divider?': boolean,
  },
  (value, place) => {
    if (value['title'] === undefined && value['rich_text_title'] === undefined)
      place.report('missing required field: title or rich_text_title');
    if (value['default_collapsed'] === true && value['is_collapsible'] !== true)
      place.report('default_collapsed requires is_collapsible');
  },
);

/** What each surface takes. A `file` block is on none: Slack adds it itself. */
const everywhere = { ...simpleBlocks, card };
const message = {
  ...everywhere,
  ...tableRules,
  ...planRules,
  container,
  carousel: block('carousel', { elements: list(byType({ card }), { max: limits.carousel }) }),
  context_actions: block('context_actions', {
    elements: list(byType(contextActions), { max: limits.contextActions }),
  }),
  markdown: block('markdown', { text: string({ max: limits.markdown }) }),
};
const home = { ...everywhere, carousel: message.carousel };
const modal = {
  ...everywhere,
  alert: block('alert', {
    text: anyText(),
    'level?': oneOf('default', 'info', 'warning', 'error', 'success'),
  }),
};

export const blockRules: Readonly<Record<Surface, Rule>> = {
  message: byType(message),
  modal: byType(modal),
  home: byType(home),
};
