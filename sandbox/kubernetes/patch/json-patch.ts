import { isSame } from '../json-path.ts';
import { isJsonObject, type Json, type JsonObject } from '../model.ts';
import { ApiError, badRequest } from '../status.ts';

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: Json;
}

/** kube-apiserver gives no detail when a patch does not apply: endpoints/handlers/patch.go, NewGenericServerResponse. */
function notApplicable(): ApiError {
  return new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

function stepsOf(pointer: string): string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw notApplicable();
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function childOf(parent: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(parent)) return parent[indexIn(parent, step, parent.length - 1)];
  return isJsonObject(parent) ? parent[step] : undefined;
}

function indexIn(list: Json[], step: string, highest: number): number {
  if (!/^(0|[1-9]\d*)$/.test(step) || Number(step) > highest || highest > list.length) throw notApplicable();
  return Number(step);
}

function parentOf(root: Json, steps: string[]): Json {
  let value: Json | undefined = root;
  for (const step of steps.slice(0, -1)) value = childOf(value, step);
  if (value === undefined || value === null || typeof value !== 'object') throw notApplicable();
  return value;
}

function read(root: Json, pointer: string): Json {
  const steps = stepsOf(pointer);
  const value = steps.length === 0 ? root : childOf(parentOf(root, steps), steps.at(-1) ?? '');
  if (value === undefined) throw notApplicable();
  return value;
}

function add(root: Json, pointer: string, value: Json): void {
  const steps = stepsOf(pointer);
  const last = steps.at(-1);
  if (last === undefined) throw notApplicable();
  const parent = parentOf(root, steps);
  if (Array.isArray(parent))
    parent.splice(last === '-' ? parent.length : indexIn(parent, last, parent.length), 0, value);
  else if (isJsonObject(parent)) parent[last] = value;
}

function remove(root: Json, pointer: string): Json {
  const removed = read(root, pointer);
  const steps = stepsOf(pointer);
  const last = steps.at(-1);
  if (last === undefined) throw notApplicable();
  const parent = parentOf(root, steps);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isJsonObject(parent)) delete parent[last];
  return removed;
}

function replace(root: Json, pointer: string, value: Json): void {
  remove(root, pointer);
  add(root, pointer, value);
}

function requiredValue(operation: Operation): Json {
  if (operation.value === undefined) throw notApplicable();
  return operation.value;
}

function apply(root: JsonObject, operation: Operation): void {
  const { op, path, from = '' } = operation;
  if (op === 'add') add(root, path, requiredValue(operation));
  else if (op === 'remove') remove(root, path);
  else if (op === 'replace') replace(root, path, requiredValue(operation));
  else if (op === 'move') add(root, path, remove(root, from));
  else if (op === 'copy') add(root, path, structuredClone(read(root, from)));
  else if (op !== 'test') throw notApplicable();
  else if (!isSame(read(root, path), requiredValue(operation))) throw notApplicable();
}

const operationLimit = 10_000;

/** RFC 6902 on a copy of the document: all operations or none. A failed `test` is a 422. */
export function applyJsonPatch(document: JsonObject, patch: unknown): JsonObject {
  if (!Array.isArray(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    );
  if (patch.length > operationLimit)
    throw new ApiError(
      413,
      'RequestEntityTooLarge',
      `The allowed maximum operations in a JSON patch is ${operationLimit}, got ${patch.length}`,
    );
  const result = structuredClone(document);
  for (const operation of patch as Operation[]) {
    if (typeof operation?.op !== 'string' || typeof operation.path !== 'string') throw notApplicable();
    apply(result, operation);
  }
  return result;
}
