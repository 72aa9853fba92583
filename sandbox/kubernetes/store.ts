import type { KubernetesObject } from './model.ts';
import type { Resource } from './resources.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One version of one object. Never changed in place: a write makes a new one, so a snapshot is an array of these. */
export interface Stored {
  key: string;
  version: number;
  object: KubernetesObject;
  /** The JSON without apiVersion and kind, made when first asked for. */
  body: string | undefined;
}

export interface Change {
  version: number;
  type: ChangeType;
  resource: Resource;
  stored: Stored;
  previous: Stored | undefined;
  lines: Map<string, string>;
  /** performance.now() of the write. */
  at: number;
}

export interface Store {
  version(): number;
  get(resource: Resource, namespace: string | undefined, name: string): Stored | undefined;
  /** Everything of one kind in etcd's order (namespace, then name). */
  list(resource: Resource): Stored[];
  put(resource: Resource, object: KubernetesObject): Stored;
  remove(resource: Resource, object: KubernetesObject): Stored;
  /** Changes after `version`, or 'expired' when the history no longer reaches back that far. */
  changesSince(resource: Resource, version: number): Change[] | 'expired';
  oldestVersion(): number;
  forgetHistory(): void;
  subscribe(listener: (change: Change) => void): () => void;
}

/** An item of a typed list: the API server leaves apiVersion and kind to the list. Serialised once. */
export function itemJson(stored: Stored): string {
  if (stored.body === undefined) {
    const { apiVersion: _apiVersion, kind: _kind, ...rest } = stored.object;
    stored.body = JSON.stringify(rest);
  }
  return stored.body;
}

export function jsonOf(stored: Stored): string {
  const { apiVersion, kind } = stored.object;
  return `{"kind":"${kind}","apiVersion":"${apiVersion}",${itemJson(stored).slice(1)}`;
}

/** The watch line of a change, serialised once for all watchers. */
export function lineOf(change: Change, type: ChangeType): string {
  const known = change.lines.get(type);
  if (known !== undefined) return known;
  const line = `{"type":"${type}","object":${jsonOf(change.stored)}}\n`;
  change.lines.set(type, line);
  return line;
}

export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

interface Shelf {
  byKey: Map<string, Stored>;
  sortedKeys: string[] | undefined;
}

export function createStore(options: { historyWindow: number; firstVersion: number }): Store {
  const shelves = new Map<Resource, Shelf>();
  const listeners = new Set<(change: Change) => void>();
  let history: Change[] = [];
  let current = options.firstVersion;
  let oldest = options.firstVersion;

  function shelfOf(resource: Resource): Shelf {
    let shelf = shelves.get(resource);
    if (shelf === undefined) {
      shelf = { byKey: new Map(), sortedKeys: undefined };
      shelves.set(resource, shelf);
    }
    return shelf;
  }

  function nextStored(object: KubernetesObject): Stored {
    current += 1;
    const metadata = { ...object.metadata, resourceVersion: String(current) };
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    return { key, version: current, object: { ...object, metadata }, body: undefined };
  }

  function record(change: Change): void {
    history.push(change);
    // Trimming in lumps keeps the cost of a write constant.
    if (history.length > options.historyWindow * 2) dropHistory(history.length - options.historyWindow);
    for (const listener of [...listeners]) listener(change);
  }

  function dropHistory(count: number): void {
    oldest = history[count - 1]?.version ?? oldest;
    history = history.slice(count);
  }

  return {
    version: () => current,
    get: (resource, namespace, name) => shelfOf(resource).byKey.get(keyOf(namespace, name)),
    list(resource) {
      const shelf = shelfOf(resource);
      shelf.sortedKeys ??= [...shelf.byKey.keys()].sort();
      const found: Stored[] = [];
      for (const key of shelf.sortedKeys) {
        const stored = shelf.byKey.get(key);
        if (stored !== undefined) found.push(stored);
      }
      return found;
    },
    put(resource, object) {
      const shelf = shelfOf(resource);
      const stored = nextStored(object);
      const previous = shelf.byKey.get(stored.key);
      if (previous === undefined) shelf.sortedKeys = undefined;
      shelf.byKey.set(stored.key, stored);
      const type = previous === undefined ? 'ADDED' : 'MODIFIED';
      record({
        version: stored.version,
        type,
        resource,
        stored,
        previous,
        lines: new Map(),
        at: performance.now(),
      });
      return stored;
    },
    remove(resource, object) {
      const shelf = shelfOf(resource);
      const stored = nextStored(object);
      const previous = shelf.byKey.get(stored.key);
      shelf.byKey.delete(stored.key);
      shelf.sortedKeys = undefined;
      record({
        version: stored.version,
        type: 'DELETED',
        resource,
        stored,
        previous,
        lines: new Map(),
        at: performance.now(),
      });
      return stored;
    },
    changesSince(resource, version) {
      if (version < oldest) return 'expired';
      if (history.length > options.historyWindow) dropHistory(history.length - options.historyWindow);
      if (version < oldest) return 'expired';
      return history.filter((change) => change.version > version && change.resource === resource);
    },
    oldestVersion: () => oldest,
    forgetHistory() {
      history = [];
      // A version of its own, so that even a client that has seen everything is too old.
      current += 1;
      oldest = current;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
