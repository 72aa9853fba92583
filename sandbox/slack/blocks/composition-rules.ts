import { isJsonObject } from '../json.ts';
import { limits } from './limits.ts';
import { byType, list, type Place, type Rule, shape } from './rule.ts';
import { boolean, literal, oneOf, string, url, webUrl } from './scalar-rules.ts';

/** A plain_text object. */
export function plainText(max: number = limits.textObject): Rule {
  return byType({
    plain_text: shape({ type: literal('plain_text'), text: string({ max }), 'emoji?': boolean }),
  });
}

/** A plain_text or mrkdwn object. */
export function anyText(max: number = limits.textObject): Rule {
  return byType({
    plain_text: shape({ type: literal('plain_text'), text: string({ max }), 'emoji?': boolean }),
    mrkdwn: shape({ type: literal('mrkdwn'), text: string({ max }), 'verbatim?': boolean }),
  });
}

export const confirmDialog: Rule = shape({
  'title?': plainText(limits.confirm.title),
  text: anyText(limits.confirm.text),
  'confirm?': plainText(limits.confirm.button),
  'deny?': plainText(limits.confirm.button),
  'style?': oneOf('primary', 'danger'),
});

function option(text: Rule, more: Readonly<Record<string, Rule>> = {}): Rule {
  return shape({
    text,
    value: string({ max: limits.option.value }),
    'description?': plainText(limits.option.description),
    ...more,
  });
}

export const selectOption = option(plainText(limits.option.text));
export const choiceOption = option(anyText(limits.option.text));
export const overflowOption = option(plainText(limits.option.text), { 'url?': url(limits.option.url) });

export const optionGroup: Rule = shape({
  label: plainText(limits.optionGroup),
  options: list(selectOption, { max: limits.options.select }),
});

/** Reports initial options that are not among the options. */
export function initialAmong(initial: readonly unknown[], options: readonly unknown[], place: Place): void {
  const known = new Set(options.map((one) => JSON.stringify(isJsonObject(one) ? one['value'] : one)));
  for (const one of initial) {
    if (!known.has(JSON.stringify(isJsonObject(one) ? one['value'] : one)))
      place.report('initial option must be one of the options');
  }
}

/** `image_url` or `slack_file`, and never both. */
export const imageFields: Readonly<Record<string, Rule>> = {
  'image_url?': webUrl(limits.image.url),
  'slack_file?': shape({ 'url?': webUrl(limits.image.url), 'id?': string() }),
  alt_text: string({ max: limits.image.altText }),
};

export function imageSource(object: Readonly<Record<string, unknown>>, place: Place): void {
  const sources = [object['image_url'], object['slack_file']].filter((source) => source !== undefined);
  if (sources.length !== 1) place.report('must provide exactly one of image_url, slack_file');
}

export const imageElement: Rule = shape({ type: literal('image'), ...imageFields }, imageSource);
