import type { Metadata } from './project-metadata.ts';

/** Objects by uid, at most one a name: made again under its name, an object is another one. */
export interface NamedIndex<T extends Metadata> {
  /** Answers the object that had the name before, if it was another one. */
  put(object: T): T | undefined;
  /** Whether it was there. */
  remove(object: T): boolean;
  get(uid: string): T | undefined;
  /** By what `nameOf` answers. */
  named(name: string): T | undefined;
  uids(): readonly string[];
}

/** `nameOf` answers what no two objects have at a time. */
export function createNamedIndex<T extends Metadata>(nameOf: (object: T) => string): NamedIndex<T> {
  const objects = new Map<string, T>();
  const uidByName = new Map<string, string>();

  const remove = (object: T) => {
    if (uidByName.get(nameOf(object)) === object.uid) uidByName.delete(nameOf(object));
    return objects.delete(object.uid);
  };

  return {
    remove,
    put(object) {
      const earlier = objects.get(uidByName.get(nameOf(object)) ?? '');
      const isReplaced = earlier !== undefined && earlier.uid !== object.uid;
      if (isReplaced) remove(earlier);
      uidByName.set(nameOf(object), object.uid);
      objects.set(object.uid, object);
      return isReplaced ? earlier : undefined;
    },
    get: (uid) => objects.get(uid),
    named: (name) => objects.get(uidByName.get(name) ?? ''),
    uids: () => [...objects.keys()],
  };
}
