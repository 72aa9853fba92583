import { PermanentError, TransientError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from './json-field.ts';
import { autoscalers, collectionPath, nodes } from './resource-kind.ts';

/** What is around a workload and explains its troubles, and what of it could not be read. */
export interface Surroundings {
  readonly objects: readonly JsonObject[];
  /** Why something is missing, a sentence each. */
  readonly gaps: readonly string[];
}

const timeoutMs = 10_000;
/** A workload whose pods are unwell on more nodes than this has another trouble than its nodes. */
const mostNodes = 20;

/** The autoscalers of the namespace, and the nodes of the pods that are not ready. Never throws for want of them. */
export async function readSurroundings(
  connection: Connection,
  { namespace, pods }: { readonly namespace: string; readonly pods: readonly JsonObject[] },
): Promise<Surroundings> {
  const gaps = new Set<string>();
  const read = (path: string, asked: string) =>
    connection.json({ path, asked, timeoutMs }).catch((error: unknown) => {
      // An older cluster has no autoscaling/v2, and a node may just have gone.
      const isAbsent = error instanceof PermanentError && error.code === 'kubernetes-not-found';
      if (!isAbsent) gaps.add(gapOf(error));
      return undefined;
    });

  const lists = read(
    collectionPath(autoscalers, namespace),
    `list ${autoscalers.qualified} in namespace ${namespace}`,
  );
  const found = await Promise.all(
    nodesOf(pods).map((name) =>
      read(`${collectionPath(nodes)}/${encodeURIComponent(name)}`, `get ${nodes.qualified}`),
    ),
  );
  const items = listOf(objectOf(await lists)['items']).filter(isObject);
  return {
    objects: [
      ...items.map((item) => ({
        ...item,
        kind: 'HorizontalPodAutoscaler',
        apiVersion: 'autoscaling/v2',
      })),
      ...found.filter(isObject).map((node) => ({ ...node, kind: 'Node', apiVersion: 'v1' })),
    ],
    gaps: [...gaps],
  };
}

function gapOf(error: unknown): string {
  if (error instanceof PermanentError || error instanceof TransientError) {
    return `Not all that may explain it could be read. ${error.message}`;
  }
  throw error;
}

function nodesOf(pods: readonly JsonObject[]): string[] {
  const names = pods
    .filter((pod) => !isReady(pod))
    .map((pod) => textOf(objectOf(pod['spec'])['nodeName']))
    .filter((name) => name !== '');
  return [...new Set(names)].slice(0, mostNodes);
}

function isReady(pod: JsonObject): boolean {
  return listOf(objectOf(pod['status'])['conditions'])
    .filter(isObject)
    .some(({ type, status }) => type === 'Ready' && status === 'True');
}
