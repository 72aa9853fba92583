import { isJsonObject, type JsonObject } from '../json.ts';

export type Surface = 'message' | 'modal' | 'home';

/** Where in the payload a rule looks, and where it tells what is wrong there. */
export interface Place {
  surface: Surface;
  pointer: string;
  report(problem: string): void;
  at(key: string | number): Place;
}

/** Checks one value. Rules report; they never throw. */
export type Rule = (value: unknown, place: Place) => void;

/** A place that collects problems in Slack's wording: `… [json-pointer:/blocks/0/text]`. */
export function rootPlace(surface: Surface, pointer: string, problems: string[]): Place {
  return {
    surface,
    pointer,
    report: (problem) => problems.push(`${problem} [json-pointer:${pointer}]`),
    at: (key) => rootPlace(surface, `${pointer}/${key}`, problems),
  };
}

/** The fields of an object; a name with a trailing `?` may be absent. Every other field is refused. */
export function shape(
  fields: Readonly<Record<string, Rule>>,
  also?: (object: JsonObject, place: Place) => void,
): Rule {
  const known = Object.entries(fields).map(([name, rule]) => ({
    name: name.replace('?', ''),
    rule,
    isRequired: !name.endsWith('?'),
  }));
  const names = new Set(known.map(({ name }) => name));

  const checkFields = (object: JsonObject, place: Place) => {
    for (const { name, rule, isRequired } of known) {
      const field = object[name];
      if (field !== undefined) rule(field, place.at(name));
      else if (isRequired) place.report(`missing required field: ${name}`);
    }
  };

  return (value, place) => {
    if (!isJsonObject(value)) return place.report('must provide an object');
    checkFields(value, place);
    const strangers = Object.keys(value).filter((name) => !names.has(name) && value[name] !== undefined);
    for (const name of strangers) place.report(`invalid additional property: ${name}`);
    also?.(value, place);
  };
}

/** An array of like values. */
export function list(
  rule: Rule,
  { min = 1, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number } = {},
): Rule {
  return (value, place) => {
    if (!Array.isArray(value)) return place.report('must provide an array');
    if (value.length > max) place.report(`no more than ${max} items allowed`);
    if (value.length < min) place.report(`no fewer than ${min} items allowed`);
    for (const [index, item] of value.entries()) rule(item, place.at(index));
  };
}

/** An object whose `type` decides by which rule it is checked. */
export function byType(table: Readonly<Record<string, Rule>>): Rule {
  return (value, place) => {
    if (!isJsonObject(value)) return place.report('must provide an object');
    const type = value['type'];
    if (typeof type !== 'string') return place.report('missing required field: type');
    const rule = Object.hasOwn(table, type) ? table[type] : undefined;
    if (rule) rule(value, place);
    else place.at('type').report(`unsupported type: ${type}`);
  };
}

/** Part of a table of rules. */
export function pick(
  table: Readonly<Record<string, Rule>>,
  ...types: readonly string[]
): Record<string, Rule> {
  return Object.fromEntries(Object.entries(table).filter(([type]) => types.includes(type)));
}
