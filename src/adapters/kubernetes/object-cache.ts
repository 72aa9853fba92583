import type { Log } from '../../ports.ts';
import type { Metadata } from './project-metadata.ts';

/** Who is told of what changes. */
export interface ObjectListener<T> {
  onUpsert(object: T, previous: T | undefined): void;
  onRemove(object: T): void;
}

export interface ObjectCache<T> {
  upsert(object: T): void;
  remove(uid: string): void;
  /** Removes whatever a fresh and complete list does not have. */
  retain(uids: ReadonlySet<string>): void;
  size(): number;
}

/** The objects of one reflector by uid. A listener that throws is logged and changes nothing. */
export function createObjectCache<T extends Metadata>(listener: ObjectListener<T>, log: Log): ObjectCache<T> {
  const objects = new Map<string, T>();

  const tell = (call: () => void) => {
    try {
      call();
    } catch (error) {
      log.error({ err: error }, 'A listener of the cluster watch failed');
    }
  };

  const remove = (uid: string) => {
    const object = objects.get(uid);
    if (object === undefined) return;
    objects.delete(uid);
    tell(() => listener.onRemove(object));
  };

  return {
    remove,
    upsert(object) {
      const previous = objects.get(object.uid);
      objects.set(object.uid, object);
      tell(() => listener.onUpsert(object, previous));
    },
    retain(uids) {
      for (const uid of [...objects.keys()]) if (!uids.has(uid)) remove(uid);
    },
    size: () => objects.size,
  };
}
