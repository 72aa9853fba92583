import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../../json-field.ts';
import { isBuiltIn, isSet, mergeKeyOf, retainsKeys } from './merge-keys.ts';

/** The same object as the manifest that is left has it, as the one that is gone back to has it, and as it is. */
export interface Sides<T> {
  readonly original: T;
  readonly target: T;
  readonly live: T;
}

interface Rules {
  readonly kind: string;
  /** Of kinds that Kubernetes itself has. Of others Helm touches only what differs between the manifests. */
  readonly isKnown: boolean;
}

/**
 * What the object is to become: all that the target says, without what only the original said, and with everything
 * else as it is. So does Helm: https://helm.sh/docs/faq/changes_since_helm2/#improved-upgrade-strategy-3-way-strategic-merge-patches
 */
export function mergeThreeWay(sides: Sides<JsonObject>): JsonObject {
  const rules: Rules = {
    kind: textOf(sides.live['kind']),
    isKnown: isBuiltIn(textOf(sides.live['apiVersion'])),
  };
  return mergeMaps(sides, rules);
}

function mergeMaps({ original, target, live }: Sides<JsonObject>, rules: Rules): JsonObject {
  const merged: Record<string, unknown> = { ...live };
  for (const key of Object.keys(original)) if (original[key] !== null && !(key in target)) delete merged[key];
  for (const [key, wanted] of Object.entries(target)) {
    const before = original[key];
    const isLeft = !rules.isKnown && key in live && isDeepStrictEqual(before, wanted);
    if (wanted === null) delete merged[key];
    else if (!isLeft)
      merged[key] = mergeValues(key, { original: before, target: wanted, live: live[key] }, rules);
  }
  return merged;
}

function mergeValues(field: string, sides: Sides<unknown>, rules: Rules): unknown {
  const { original, target, live } = sides;
  if (Array.isArray(target)) return mergeLists(field, { original, target, live }, rules);
  if (!isObject(target)) return target;
  const maps = { original: objectOf(original), target, live: objectOf(live) };
  return rules.isKnown && retainsKeys(field) ? mergeRetained(maps, rules) : mergeMaps(maps, rules);
}

/** Of two kinds of volume, or two strategies, only one can be: where anything changes, what is not named goes. */
function mergeRetained(sides: Sides<JsonObject>, rules: Rules): JsonObject {
  const merged = mergeMaps(sides, rules);
  if (isDeepStrictEqual(merged, sides.live)) return merged;
  return mergeMaps({ ...sides, live: only(sides.live, sides.target) }, rules);
}

function mergeLists(field: string, sides: Sides<unknown>, rules: Rules): readonly unknown[] {
  const original = listOf(sides.original);
  const target = listOf(sides.target);
  const live = listOf(sides.live);
  if (rules.isKnown && isSet(field)) return [...new Set([...without(live, original), ...target])];
  const key = rules.isKnown ? mergeKeyOf(field, rules.kind) : undefined;
  const lists = [original, target, live];
  if (key === undefined || !lists.every((list) => isKeyed(list, key))) {
    return isDeepStrictEqual(original, target) && covers(live, target) ? live : target;
  }
  const find = (list: readonly unknown[], item: unknown) =>
    objectOf(list.find((each) => objectOf(each)[key] === objectOf(item)[key]));
  const has = (list: readonly unknown[], item: unknown) => Object.keys(find(list, item)).length > 0;
  const merged = target.map((item) => {
    const maps = { original: find(original, item), target: objectOf(item), live: find(live, item) };
    return retainsKeys(field) ? mergeRetained(maps, rules) : mergeMaps(maps, rules);
  });
  // What somebody else has put in, such as an injector.
  return [...merged, ...live.filter((item) => !has(target, item) && !has(original, item))];
}

/** Whether it says all that is wanted: defaults that the API server has put in are no difference. */
function covers(live: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const items = listOf(live);
    return items.length === wanted.length && wanted.every((each, index) => covers(items[index], each));
  }
  if (!isObject(wanted)) return isDeepStrictEqual(live, wanted);
  return isObject(live) && Object.entries(wanted).every(([key, each]) => covers(live[key], each));
}

function isKeyed(list: readonly unknown[], key: string): boolean {
  const keys = list.map((item) => objectOf(item)[key]);
  return keys.every((each) => each !== undefined) && new Set(keys).size === keys.length;
}

function without(list: readonly unknown[], gone: readonly unknown[]): readonly unknown[] {
  return list.filter((each) => !gone.includes(each));
}

function only(object: JsonObject, named: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key in named));
}

/** The merge patch that makes `to` of `from`; undefined when they are the same. https://www.rfc-editor.org/rfc/rfc7386 */
export function mergePatch(from: JsonObject, to: JsonObject): JsonObject | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(from)) if (!(key in to)) patch[key] = null;
  for (const [key, value] of Object.entries(to)) {
    const before = from[key];
    if (isDeepStrictEqual(before, value)) continue;
    const part = isObject(before) && isObject(value) ? mergePatch(before, value) : value;
    if (part !== undefined) patch[key] = part;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}
