import type { Cluster } from '../cluster.ts';
import type { JsonObject, KubernetesObject } from '../model.ts';
import { groupVersionOf } from '../resources.ts';
import { methodNotAllowed, success } from '../status.ts';
import { jsonOf } from '../store.ts';
import type { Authorizer } from './authorization.ts';
import { readDocument, readObject } from './body.ts';
import { deleteObject, parseDeleteOptions } from './deletion.ts';
import { type Exchange, sendJson } from './exchange.ts';
import { patched, patchedJson, writerOf } from './patch.ts';
import { reviewed } from './review.ts';
import { scaleOf, withScale } from './scale.ts';
import { selectionOf } from './selection.ts';
import type { Target } from './target.ts';

export interface WriteDeps {
  cluster: Cluster;
  authorizer: Authorizer;
}

export type Handler = (deps: WriteDeps, exchange: Exchange, where: Target) => Promise<void>;

function current(cluster: Cluster, where: Target): KubernetesObject {
  return cluster.objects.read(where.resource, where.namespace, where.name ?? '');
}

export const onCreate: Handler = async ({ cluster, authorizer }, exchange, where) => {
  if (where.name !== undefined) throw methodNotAllowed();
  const object = await readObject(exchange, where);
  if (where.resource.reviewOnly) return sendJson(exchange, 201, reviewed(object, authorizer));
  sendJson(exchange, 201, cluster.objects.create(where.resource, object, writerOf(exchange)));
};

export const onUpdate: Handler = async ({ cluster }, exchange, where) => {
  if (where.name === undefined) throw methodNotAllowed();
  if (where.subresource === 'scale') {
    const scale = (await readDocument(exchange)) ?? {};
    return writeScale(cluster, exchange, where, scale);
  }
  const object = await readObject(exchange, where);
  const updated = cluster.objects.update(where.resource, object, writerOf(exchange, where.subresource));
  sendJson(exchange, 200, finishedDeletion(cluster, where, updated));
};

export const onPatch: Handler = async ({ cluster }, exchange, where) => {
  if (where.name === undefined) throw methodNotAllowed();
  const before = current(cluster, where);
  if (where.subresource === 'scale') {
    const scale = await patchedJson(exchange, scaleOf(before));
    return writeScale(cluster, exchange, where, scale);
  }
  const object = await patched(exchange, where, before);
  const updated = cluster.objects.update(where.resource, object, writerOf(exchange, where.subresource));
  sendJson(exchange, 200, finishedDeletion(cluster, where, updated));
};

/** Taking away the last finalizer of an object that is being deleted ends it. */
function finishedDeletion(cluster: Cluster, where: Target, object: KubernetesObject): KubernetesObject {
  const { deletionTimestamp, finalizers = [], deletionGracePeriodSeconds = 0 } = object.metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0 || deletionGracePeriodSeconds > 0)
    return object;
  return cluster.objects.remove(where.resource, object);
}

function writeScale(cluster: Cluster, exchange: Exchange, where: Target, scale: JsonObject): void {
  const object = withScale(current(cluster, where), scale);
  const updated = cluster.objects.update(where.resource, object, writerOf(exchange));
  sendJson(exchange, 200, scaleOf(updated));
}

export const onDelete: Handler = async ({ cluster }, exchange, where) => {
  const options = parseDeleteOptions(await readDocument(exchange), exchange.query);
  if (where.name === undefined) return deleteAll(cluster, exchange, where, options);
  const { object, isGone } = deleteObject(cluster, where.resource, current(cluster, where), options);
  const { name, uid = '' } = object.metadata;
  const { group, plural } = where.resource;
  const details = { name, ...(group === '' ? {} : { group }), kind: plural, uid };
  // Pods and objects still held by a finalizer are answered with themselves.
  const isShown = !isGone || plural === 'pods';
  sendJson(exchange, 200, isShown ? object : success(details));
};

function deleteAll(
  cluster: Cluster,
  exchange: Exchange,
  where: Target,
  options: ReturnType<typeof parseDeleteOptions>,
): void {
  const selection = selectionOf(where, exchange.query);
  const chosen = cluster.store.list(where.resource).filter((stored) => selection.matches(stored.object));
  for (const stored of chosen) deleteObject(cluster, where.resource, stored.object, options);
  const items = chosen.map((stored) => JSON.parse(jsonOf(stored)));
  const metadata = { resourceVersion: String(cluster.store.version()) };
  sendJson(exchange, 200, {
    kind: `${where.resource.kind}List`,
    apiVersion: groupVersionOf(where.resource),
    metadata,
    items,
  });
}
