import { type Cluster, timestamp } from '../cluster.ts';
import type { JsonObject, KubernetesObject, Pod } from '../model.ts';
import { namespaces, pods, type Resource } from '../resources.ts';
import { badRequest, conflict } from '../status.ts';

export interface DeleteOptions {
  propagation: 'Background' | 'Foreground' | 'Orphan';
  graceSeconds: number | undefined;
  isDryRun: boolean;
  preconditions: { uid?: string; resourceVersion?: string };
}

/** Of the body alone when there is one, as the real server has it: endpoints/handlers/delete.go. */
export function parseDeleteOptions(body: JsonObject | undefined, given: URLSearchParams): DeleteOptions {
  const query = body === undefined ? given : new URLSearchParams();
  const propagation = query.get('propagationPolicy') ?? body?.['propagationPolicy'] ?? undefined;
  const orphan = query.get('orphanDependents') ?? body?.['orphanDependents'];
  const grace = query.get('gracePeriodSeconds') ?? body?.['gracePeriodSeconds'] ?? undefined;
  const named = propagation ?? (orphan === true || orphan === 'true' ? 'Orphan' : 'Background');
  if (named !== 'Background' && named !== 'Foreground' && named !== 'Orphan')
    throw badRequest(`invalid propagationPolicy: ${JSON.stringify(named)}`);
  const dryRun = query.getAll('dryRun').length > 0 || Array.isArray(body?.['dryRun']);
  return {
    propagation: named,
    graceSeconds: grace === undefined ? undefined : Number(grace),
    isDryRun: dryRun,
    preconditions: (body?.['preconditions'] ?? {}) as { uid?: string; resourceVersion?: string },
  };
}

function checkPreconditions(resource: Resource, object: KubernetesObject, options: DeleteOptions): void {
  const { uid, resourceVersion } = options.preconditions;
  const { name, uid: actualUid = '', resourceVersion: actualVersion = '' } = object.metadata;
  if (uid !== undefined && uid !== actualUid)
    throw conflict(
      resource,
      name,
      `the UID in the precondition (${uid}) does not match the UID in record (${actualUid}). The object might have been deleted and then recreated`,
    );
  if (resourceVersion !== undefined && resourceVersion !== actualVersion)
    throw conflict(
      resource,
      name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${actualVersion}). The object might have been modified`,
    );
}

const finalizerByPropagation = { Foreground: 'foregroundDeletion', Orphan: 'orphan', Background: undefined };

/**
 * Deletes at once, or marks the object and leaves the rest to the kubelet (pods that run) or to the garbage collector
 * (foreground and orphan). Returns the object and whether it is gone.
 */
export function deleteObject(
  cluster: Cluster,
  resource: Resource,
  object: KubernetesObject,
  options: DeleteOptions,
): { object: KubernetesObject; isGone: boolean } {
  checkPreconditions(resource, object, options);
  if (options.isDryRun) return { object, isGone: true };
  if (resource === namespaces) return { object: terminating(cluster, object), isGone: false };
  const finalizer = resource === pods ? undefined : finalizerByPropagation[options.propagation];
  const finalizers = [...(object.metadata.finalizers ?? []), ...(finalizer === undefined ? [] : [finalizer])];
  const graceSeconds = resource === pods ? podGrace(object as Pod, options.graceSeconds) : 0;
  if (finalizers.length === 0 && graceSeconds === 0)
    return { object: cluster.objects.remove(resource, object), isGone: true };
  if (object.metadata.deletionTimestamp !== undefined && (options.graceSeconds ?? graceSeconds) > 0)
    return { object, isGone: false };
  const deletionTimestamp = timestamp(new Date(cluster.now().getTime() + graceSeconds * 1000));
  const generation = object.metadata.generation;
  const marked = cluster.objects.mark(resource, object, {
    deletionTimestamp,
    deletionGracePeriodSeconds: graceSeconds,
    ...(finalizers.length === 0 ? {} : { finalizers: [...new Set(finalizers)] }),
    ...(generation === undefined ? {} : { generation: generation + 1 }),
  });
  return { object: marked, isGone: false };
}

/** A namespace goes when its contents have gone; until then it takes nothing new. */
function terminating(cluster: Cluster, namespace: KubernetesObject): KubernetesObject {
  if (namespace.metadata.deletionTimestamp !== undefined) return namespace;
  const status = { phase: 'Terminating' };
  const writer = { manager: 'kube-apiserver', subresource: 'status' };
  const { resourceVersion: _version, ...metadata } = namespace.metadata;
  const marked = cluster.objects.update(namespaces, { ...namespace, metadata, status }, writer);
  return cluster.objects.mark(namespaces, marked, { deletionTimestamp: timestamp(cluster.now()) });
}

/** A pod that no node has, or that has ended, needs no time to stop. */
function podGrace(pod: Pod, asked: number | undefined): number {
  const hasEnded = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (pod.spec.nodeName === undefined || hasEnded) return 0;
  return asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
}
