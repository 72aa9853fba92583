interface Owned {
  readonly uid: string;
  readonly ownerUid: string;
}

/** Objects by the uid of their controller. */
export interface OwnedIndex<T extends Owned> {
  put(object: T, previous: T | undefined): void;
  remove(object: T): void;
  ownedBy(ownerUid: string): readonly T[];
  get(uid: string): T | undefined;
  all(): Iterable<T>;
}

export function createOwnedIndex<T extends Owned>(): OwnedIndex<T> {
  const owners = new Map<string, Map<string, T>>();
  const objects = new Map<string, T>();

  const removeFromOwner = (object: T) => {
    const owned = owners.get(object.ownerUid);
    owned?.delete(object.uid);
    if (owned?.size === 0) owners.delete(object.ownerUid);
  };

  return {
    remove(object) {
      objects.delete(object.uid);
      removeFromOwner(object);
    },
    put(object, previous) {
      objects.set(object.uid, object);
      // An object may be orphaned or adopted.
      if (previous !== undefined && previous.ownerUid !== object.ownerUid) removeFromOwner(previous);
      const owned = owners.get(object.ownerUid);
      if (owned === undefined) owners.set(object.ownerUid, new Map([[object.uid, object]]));
      else owned.set(object.uid, object);
    },
    get: (uid) => objects.get(uid),
    all: () => objects.values(),
    ownedBy: (ownerUid) => [...(owners.get(ownerUid)?.values() ?? [])],
  };
}
