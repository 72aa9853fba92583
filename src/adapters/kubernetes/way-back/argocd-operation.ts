import type { WayBackRequest } from '../../../ports.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../json-field.ts';

/** Names the rollback in an operation's `info`, which Argo CD keeps with the operation's state. */
const keyName = 'shipmate.dev/rollback';

/**
 * The operation that Argo CD's own rollback writes: a sync to what the entry holds, applied without hooks and without
 * pruning (`Rollback` in https://github.com/argoproj/argo-cd/blob/master/server/application/application.go).
 */
export function rollbackOperation(
  application: JsonObject,
  entry: JsonObject,
  { key, by, reason }: Pick<WayBackRequest, 'key' | 'by' | 'reason'>,
): JsonObject {
  const { revision, revisions, source, sources } = entry;
  const syncOptions = objectOf(objectOf(application['spec'])['syncPolicy'])['syncOptions'];
  // An entry of several sources has an empty one besides, which the definition of Applications refuses.
  const what = listOf(sources).length > 0 ? { sources, revisions } : { source, revision };
  const info = [
    { name: keyName, value: key },
    { name: 'Requested by', value: by.name },
    ...(reason === undefined ? [] : [{ name: 'Reason', value: reason }]),
  ];
  return {
    initiatedBy: { username: 'shipmate' },
    info: info.filter(({ value }) => value !== ''),
    sync: { ...what, syncStrategy: { apply: {} }, ...(Array.isArray(syncOptions) ? { syncOptions } : {}) },
  };
}

/** Whether the operation is this rollback's. */
export function isOperationOf(operation: unknown, key: string): boolean {
  return listOf(objectOf(operation)['info'])
    .filter(isObject)
    .some(({ name, value }) => name === keyName && value === key);
}

/** Who started an operation, in Argo CD's words; untrusted. */
export function initiatorOf(operation: unknown): string {
  const { username, automated } = objectOf(objectOf(operation)['initiatedBy']);
  return automated === true ? 'automated sync' : textOf(username);
}
