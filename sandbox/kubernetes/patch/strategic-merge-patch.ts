import { isSame } from '../json-path.ts';
import { isJsonObject, type Json, type JsonObject } from '../model.ts';
import { badRequest } from '../status.ts';
import { isMergedSet, mergeKeyOf } from './merge-keys.ts';

const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';

interface Field {
  name: string;
  isService: boolean;
}

/** kubectl's patch type: like a merge patch, but associative lists merge item by item. */
export function applyStrategicMergePatch(document: JsonObject, patch: JsonObject): JsonObject {
  return mergeObjects(document, patch, document['kind'] === 'Service');
}

function mergeObjects(current: JsonObject, patch: JsonObject, isService: boolean): JsonObject {
  const directive = patch['$patch'];
  if (directive === 'delete') return {};
  if (directive === 'replace') return withoutDirectives(patch) as JsonObject;
  const result: JsonObject = retained(current, patch['$retainKeys']);
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$')) continue;
    if (value === null) delete result[name];
    else result[name] = mergeValues(result[name], value, { name, isService });
  }
  applyListDirectives(result, patch, isService);
  return result;
}

function retained(current: JsonObject, keys: Json | undefined): JsonObject {
  if (!Array.isArray(keys)) return { ...current };
  return Object.fromEntries(Object.entries(current).filter(([key]) => keys.includes(key)));
}

function mergeValues(current: Json | undefined, value: Json, field: Field): Json {
  if (isJsonObject(value)) return mergeObjects(isJsonObject(current) ? current : {}, value, field.isService);
  if (!Array.isArray(value)) return value;
  const known = Array.isArray(current) ? current : [];
  if (isMergedSet(field.name))
    return [...known, ...value.filter((item) => !known.some((each) => isSame(each, item)))];
  const key = mergeKeyOf(field.name, field.isService);
  if (key === undefined || !value.every(isJsonObject)) return withoutDirectives(value);
  return mergeItems(known.filter(isJsonObject), value.filter(isJsonObject), {
    key,
    isService: field.isService,
  });
}

function mergeItems(
  current: JsonObject[],
  patches: JsonObject[],
  how: { key: string; isService: boolean },
): Json[] {
  if (patches.some((patch) => patch['$patch'] === 'replace'))
    return withoutDirectives(patches.filter((patch) => patch['$patch'] !== 'replace')) as Json[];
  const items = [...current];
  for (const patch of patches) {
    const id = patch[how.key];
    if (id === undefined)
      throw badRequest(`map: ${JSON.stringify(patch)} does not contain declared merge key: ${how.key}`);
    const at = items.findIndex((item) => isSame(item[how.key], id));
    const found = items[at];
    if (patch['$patch'] === 'delete') items.splice(at < 0 ? items.length : at, 1);
    else if (found === undefined) items.push(mergeObjects({}, patch, how.isService));
    else items[at] = mergeObjects(found, patch, how.isService);
  }
  return items;
}

function applyListDirectives(result: JsonObject, patch: JsonObject, isService: boolean): void {
  for (const [name, value] of Object.entries(patch)) {
    if (!Array.isArray(value)) continue;
    if (name.startsWith(orderPrefix)) reorder(result, name.slice(orderPrefix.length), value, isService);
    if (name.startsWith(deletePrefix)) {
      const field = name.slice(deletePrefix.length);
      const list = result[field];
      if (Array.isArray(list))
        result[field] = list.filter((item) => !value.some((gone) => isSame(gone, item)));
    }
  }
}

/** Items named by the directive come in its order; the others keep their places at the end. */
function reorder(result: JsonObject, field: string, order: Json[], isService: boolean): void {
  const list = result[field];
  if (!Array.isArray(list)) return;
  const key = mergeKeyOf(field, isService);
  const idOf = (item: Json) => (key !== undefined && isJsonObject(item) ? (item[key] ?? null) : item);
  const rank = (item: Json) => {
    const at = order.findIndex((each) => isSame(idOf(each), idOf(item)));
    return at < 0 ? order.length : at;
  };
  result[field] = list
    .map((item, index) => ({ item, index }))
    .sort((left, right) => rank(left.item) - rank(right.item) || left.index - right.index)
    .map(({ item }) => item);
}

function withoutDirectives(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([key, inner]) => !key.startsWith('$') && inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutDirectives(inner)]));
}
