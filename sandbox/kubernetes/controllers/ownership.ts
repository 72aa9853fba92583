import type { Cluster } from '../cluster.ts';
import type { KubernetesObject, OwnerReference } from '../model.ts';
import type { Resource } from '../resources.ts';

export function controllerOf(object: KubernetesObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

export function controllerReference(owner: KubernetesObject): OwnerReference {
  const { name, uid = '' } = owner.metadata;
  const { apiVersion, kind } = owner;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

export interface OwnerIndex {
  ownedBy<T extends KubernetesObject>(uid: string): T[];
}

/** Which objects of a kind a controller owns, kept up to date so that a sync never walks the whole cluster. */
export function createOwnerIndex(cluster: Cluster, resource: Resource): OwnerIndex {
  const keysByOwner = new Map<string, Map<string, KubernetesObject>>();

  cluster.store.subscribe((change) => {
    if (change.resource !== resource) return;
    const before = change.previous === undefined ? undefined : controllerOf(change.previous.object);
    const after = controllerOf(change.stored.object);
    if (before !== undefined && before.uid !== after?.uid)
      keysByOwner.get(before.uid)?.delete(change.stored.key);
    if (after === undefined) return;
    const owned = keysByOwner.get(after.uid) ?? new Map<string, KubernetesObject>();
    keysByOwner.set(after.uid, owned);
    if (change.type === 'DELETED') owned.delete(change.stored.key);
    else owned.set(change.stored.key, change.stored.object);
    if (owned.size === 0) keysByOwner.delete(after.uid);
  });

  return {
    ownedBy: <T extends KubernetesObject>(uid: string) => [...(keysByOwner.get(uid)?.values() ?? [])] as T[],
  };
}
