import { isJsonObject, type Json, type JsonObject } from '../model.ts';

/** RFC 7386: null removes, objects merge, everything else replaces. */
export function applyMergePatch(document: JsonObject, patch: JsonObject): JsonObject {
  const result: JsonObject = { ...document };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

function merged(current: Json | undefined, value: Json): Json {
  if (!isJsonObject(value)) return value;
  return applyMergePatch(isJsonObject(current) ? current : {}, value);
}
