import { isDeepStrictEqual } from 'node:util';
import type { ManagerObjects } from '../../domain/rollback/management.ts';
import type { ManagerSnapshot } from '../../domain/rollback/manager-snapshot.ts';
import type { ObjectListener } from './object-cache.ts';

/** What Flux and Argo CD say of themselves, by kind and name. */
export interface ManagerIndex extends ObjectListener<ManagerSnapshot> {
  readonly objects: ManagerObjects;
}

type Kind = ManagerSnapshot['kind'];
type Of<K extends Kind> = Extract<ManagerSnapshot, { kind: K }>;

/** `onChange` is told when something else is known of a manager: what it has applied meanwhile is no news. */
export function createManagerIndex(onChange: () => void): ManagerIndex {
  const byName = new Map<string, Map<string, ManagerSnapshot>>();
  const keyOf = (kind: Kind, name: string) => `${kind}/${name}`;

  function find<K extends Kind>(kind: K, name: string, namespace?: string): Of<K> | undefined {
    const found = byName.get(keyOf(kind, name));
    if (namespace !== undefined) return found?.get(namespace) as Of<K> | undefined;
    const [only, another] = found?.values() ?? [];
    return another === undefined ? (only as Of<K> | undefined) : undefined;
  }

  return {
    objects: {
      kustomization: (name, namespace) => find('Kustomization', name, namespace),
      helmRelease: (name, namespace) => find('HelmRelease', name, namespace),
      gitRepository: (name, namespace) => find('GitRepository', name, namespace),
      application: (name, namespace) => find('Application', name, namespace),
    },
    onUpsert(manager) {
      const key = keyOf(manager.kind, manager.name);
      const known = byName.get(key) ?? new Map<string, ManagerSnapshot>();
      const before = known.get(manager.namespace);
      byName.set(key, known.set(manager.namespace, manager));
      if (!isDeepStrictEqual(before, manager)) onChange();
    },
    onRemove({ kind, namespace, name, uid }) {
      const known = byName.get(keyOf(kind, name));
      // One of the same name may have taken its place.
      if (known?.get(namespace)?.uid !== uid) return;
      known.delete(namespace);
      if (known.size === 0) byName.delete(keyOf(kind, name));
      onChange();
    },
  };
}
