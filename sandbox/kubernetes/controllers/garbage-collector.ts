import { deleteObject } from '../api/deletion.ts';
import type { Cluster } from '../cluster.ts';
import type { KubernetesObject, ObjectMeta } from '../model.ts';
import { pods, type Resource } from '../resources.ts';
import { createWorkQueue } from './work-queue.ts';

interface Dependent {
  resource: Resource;
  object: KubernetesObject;
}

const background = {
  propagation: 'Background',
  graceSeconds: undefined,
  isDryRun: false,
  preconditions: {},
} as const;

/** Deletes what has lost its owner, and finishes foreground and orphan deletions. */
export function startGarbageCollector(cluster: Cluster): void {
  const dependents = new Map<string, Map<string, Dependent>>();
  const departed = new Map<string, { resource: Resource; object: KubernetesObject }>();

  function track(resource: Resource, object: KubernetesObject, isGone: boolean): void {
    for (const owner of object.metadata.ownerReferences ?? []) {
      const known = dependents.get(owner.uid) ?? new Map<string, Dependent>();
      dependents.set(owner.uid, known);
      if (isGone) known.delete(object.metadata.uid ?? '');
      else known.set(object.metadata.uid ?? '', { resource, object });
      if (known.size === 0) dependents.delete(owner.uid);
      if (isGone) queue.add(owner.uid);
    }
  }

  function dependentsOf(uid: string): Dependent[] {
    const known = [...(dependents.get(uid)?.values() ?? [])];
    return known.filter(({ object }) =>
      (object.metadata.ownerReferences ?? []).some((reference) => reference.uid === uid),
    );
  }

  function current({ resource, object }: Dependent): KubernetesObject | undefined {
    const found = cluster.objects.find(resource, object.metadata.namespace, object.metadata.name);
    return found?.metadata.uid === object.metadata.uid ? found : undefined;
  }

  function orphan(dependent: Dependent, uid: string): void {
    const found = current(dependent);
    if (found === undefined) return;
    const ownerReferences = (found.metadata.ownerReferences ?? []).filter(
      (reference) => reference.uid !== uid,
    );
    cluster.objects.mark(dependent.resource, found, { ownerReferences });
  }

  function finish(owner: Dependent, finalizer: string): void {
    const found = current(owner);
    if (found === undefined) return;
    const finalizers = (found.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    if (finalizers.length > 0) return void cluster.objects.mark(owner.resource, found, { finalizers });
    cluster.objects.remove(owner.resource, found);
  }

  function removeDependents(uid: string, propagation: 'Background' | 'Foreground'): number {
    const left = dependentsOf(uid);
    for (const dependent of left) {
      const found = current(dependent);
      if (found !== undefined && found.metadata.deletionTimestamp === undefined)
        deleteObject(cluster, dependent.resource, found, {
          ...background,
          propagation: dependent.resource === pods ? 'Background' : propagation,
        });
    }
    return dependentsOf(uid).length;
  }

  function sync(uid: string): void {
    const owner = departed.get(uid);
    if (owner === undefined) return;
    const found = current(owner);
    if (found === undefined) {
      removeDependents(uid, 'Background');
      return void departed.delete(uid);
    }
    const finalizers: ObjectMeta['finalizers'] = found.metadata.finalizers ?? [];
    if (finalizers.includes('orphan')) {
      for (const dependent of dependentsOf(uid)) orphan(dependent, uid);
      dependents.delete(uid);
      finish(owner, 'orphan');
    } else if (finalizers.includes('foregroundDeletion') && removeDependents(uid, 'Foreground') === 0)
      finish(owner, 'foregroundDeletion');
  }

  const queue = createWorkQueue(cluster.timers, sync);
  const isCollected = new Set(cluster.served.filter((resource) => resource.plural !== 'events'));
  cluster.store.subscribe(({ resource, stored, type }) => {
    if (!isCollected.has(resource)) return;
    const { object } = stored;
    track(resource, object, type === 'DELETED');
    const { uid = '', deletionTimestamp } = object.metadata;
    if (type !== 'DELETED' && deletionTimestamp === undefined) return;
    departed.set(uid, { resource, object });
    queue.add(uid);
  });
}
