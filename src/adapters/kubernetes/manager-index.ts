import { isDeepStrictEqual } from 'node:util';
import type { ManagerObjects } from '../../domain/rollback/management.ts';
import type { ApplicationSnapshot, ManagerSnapshot } from '../../domain/rollback/manager-snapshot.ts';
import type { ObjectListener } from './object-cache.ts';

/** What Flux and Argo CD say of themselves, by kind and name. */
export interface ManagerIndex extends ObjectListener<ManagerSnapshot> {
  readonly objects: ManagerObjects;
  /** All of a kind that there are have been told. */
  complete(kind: ManagerSnapshot['kind']): void;
}

type Kind = ManagerSnapshot['kind'];
type Of<K extends Kind> = Extract<ManagerSnapshot, { kind: K }>;

/**
 * `onChange` is told when something else is known of a manager, with the workloads that it said or says are its own,
 * whatever marks they bear.
 */
export function createManagerIndex(onChange: (held: readonly string[]) => void): ManagerIndex {
  const byName = new Map<string, Map<string, ManagerSnapshot>>();
  const complete = new Set<Kind>();
  const holders = new Map<string, ApplicationSnapshot>();
  const keyOf = (kind: Kind, name: string) => `${kind}/${name}`;

  function find<K extends Kind>(kind: K, name: string, namespace?: string): Of<K> | undefined {
    const found = byName.get(keyOf(kind, name));
    if (namespace !== undefined) return found?.get(namespace) as Of<K> | undefined;
    const [only, another] = found?.values() ?? [];
    return another === undefined ? (only as Of<K> | undefined) : undefined;
  }

  function release(manager: ManagerSnapshot | undefined): readonly string[] {
    const held = heldBy(manager);
    for (const key of held) if (holders.get(key)?.uid === manager?.uid) holders.delete(key);
    return held;
  }

  return {
    objects: {
      isKnown: (kind) => complete.has(kind),
      kustomization: (name, namespace) => find('Kustomization', name, namespace),
      helmRelease: (name, namespace) => find('HelmRelease', name, namespace),
      gitRepository: (name, namespace) => find('GitRepository', name, namespace),
      application: (name, namespace) => find('Application', name, namespace),
      applicationHolding: (key) => holders.get(key),
    },
    complete: (kind) => void complete.add(kind),
    onUpsert(manager) {
      const key = keyOf(manager.kind, manager.name);
      const known = byName.get(key) ?? new Map<string, ManagerSnapshot>();
      const before = known.get(manager.namespace);
      byName.set(key, known.set(manager.namespace, manager));
      if (isDeepStrictEqual(before, manager)) return;
      const left = release(before);
      if (manager.kind === 'Application') for (const each of manager.holds) holders.set(each, manager);
      onChange([...left, ...heldBy(manager)]);
    },
    onRemove({ kind, namespace, name, uid }) {
      const known = byName.get(keyOf(kind, name));
      const before = known?.get(namespace);
      // One of the same name may have taken its place.
      if (before?.uid !== uid) return;
      known?.delete(namespace);
      if (known?.size === 0) byName.delete(keyOf(kind, name));
      onChange(release(before));
    },
  };
}

function heldBy(manager: ManagerSnapshot | undefined): readonly string[] {
  return manager?.kind === 'Application' ? manager.holds : [];
}
