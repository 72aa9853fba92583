import { PermanentError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from './json-field.ts';
import type { LiveKind } from './live-kind.ts';
import { collectionPath, objectPath } from './resource-kind.ts';

export interface WorkloadRequest {
  readonly kind: LiveKind;
  readonly namespace: string;
  readonly name: string;
}

interface Collection {
  readonly kind: string;
  readonly apiVersion: string;
  readonly plural: string;
}

const pods: Collection = { kind: 'Pod', apiVersion: 'v1', plural: 'pods' };
const timeoutMs = 30_000;

/**
 * A workload and everything that its selector picks, as the API server has them; undefined when there is no such
 * workload. It reads only. Throws like the connection.
 */
export async function readWorkload(
  connection: Connection,
  { kind, namespace, name }: WorkloadRequest,
): Promise<readonly JsonObject[] | undefined> {
  const workload = await connection
    .json({
      path: objectPath(locationOf(kind), namespace, name),
      asked: `get ${qualified(kind)} in namespace ${namespace}`,
      timeoutMs,
    })
    .catch(unlessMissing);
  if (workload === undefined) return undefined;

  const labelSelector = selectorText(objectOf(objectOf(objectOf(workload)['spec'])['selector']));
  const parts = await Promise.all(
    [...kind.between, pods].map(async (collection) => {
      const list = await connection.json({
        path: collectionPath(locationOf(collection), namespace),
        query: { labelSelector },
        asked: `list ${qualified(collection)} in namespace ${namespace}`,
        timeoutMs,
      });
      return listOf(objectOf(list)['items']).map((item) => withKind(collection, item));
    }),
  );
  return [withKind(kind, workload), ...parts.flat()];
}

/** Items of a list come without their kind. */
function withKind({ kind, apiVersion }: Collection, item: unknown): JsonObject {
  return { ...objectOf(item), kind, apiVersion };
}

function locationOf({ apiVersion, plural }: Collection): { base: string; plural: string } {
  return { base: apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`, plural };
}

function qualified({ apiVersion, plural }: Collection): string {
  return apiVersion.includes('/') ? `${plural}.${apiVersion.split('/')[0]}` : plural;
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof PermanentError && error.code === 'kubernetes-not-found') return undefined;
  throw error;
}

/** A label selector as a query has it. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
function selectorText(selector: JsonObject): string {
  const equal = Object.entries(objectOf(selector['matchLabels'])).map(([key, value]) => `${key}=${value}`);
  const expressions = listOf(selector['matchExpressions']).filter(isObject).map(expressionText);
  return [...equal, ...expressions].join(',');
}

function expressionText(expression: JsonObject): string {
  const key = textOf(expression['key']);
  const values = listOf(expression['values']).map(textOf).join(',');
  switch (expression['operator']) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return key;
  }
}
