interface Owned {
  readonly uid: string;
  readonly ownerUid: string;
}

/** Objects by the uid of their controller. */
export interface OwnedIndex<T extends Owned> {
  put(object: T, previous: T | undefined): void;
  remove(object: T): void;
  ownedBy(ownerUid: string): readonly T[];
}

export function createOwnedIndex<T extends Owned>(): OwnedIndex<T> {
  const owners = new Map<string, Map<string, T>>();

  const remove = (object: T) => {
    const owned = owners.get(object.ownerUid);
    owned?.delete(object.uid);
    if (owned?.size === 0) owners.delete(object.ownerUid);
  };

  return {
    remove,
    put(object, previous) {
      // An object may be orphaned or adopted.
      if (previous !== undefined && previous.ownerUid !== object.ownerUid) remove(previous);
      const owned = owners.get(object.ownerUid);
      if (owned === undefined) owners.set(object.ownerUid, new Map([[object.uid, object]]));
      else owned.set(object.uid, object);
    },
    ownedBy: (ownerUid) => [...(owners.get(ownerUid)?.values() ?? [])],
  };
}
