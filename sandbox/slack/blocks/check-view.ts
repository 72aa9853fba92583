import type { JsonObject } from '../json.ts';

/** Placeholder until the validator is written. */
export function checkView(view: JsonObject, type: 'modal' | 'home'): string[] {
  return view['type'] === type ? [] : [`must be ${type} [json-pointer:/view/type]`];
}
