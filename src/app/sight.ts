import type { Store } from '../ports.ts';

export interface SightOptions {
  readonly store: Pick<Store, 'saveSighting' | 'sightings'>;
  readonly cluster: string;
  /** Until when everything in the cluster has been told; undefined before the first look is complete. */
  readonly toldUntil: () => number | undefined;
  /** Waits until what has been told by now is applied; false when some of it could not be. */
  readonly whenApplied: () => Promise<boolean>;
}

/** How far the looks at one cluster reach: deadlines count by it, and what is newer is news when it is first seen. */
export interface Sight {
  /** Until when all that happened has been applied; undefined before everything has been once. */
  until(): number | undefined;
  /** To be called again and again. Writes it down now and then, for other replicas and for the next start. */
  note(): Promise<void>;
  /** Writes it down at once. */
  write(): Promise<void>;
  /** Whether whoever looks next can tell what is new: the cluster has been seen whole, by this leader or another. */
  isStored(): Promise<boolean>;
}

/** A crash loses no more than this of what is known. */
const writeEveryMs = 5_000;

export function createSight({ store, cluster, toldUntil, whenApplied }: SightOptions): Sight {
  let until: number | undefined;
  let written = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const told = toldUntil();
    if (told !== undefined && (await whenApplied())) until = told;
  }

  async function write(): Promise<void> {
    await look();
    if (until === undefined || until === written) return;
    await store.saveSighting(cluster, until);
    written = until;
  }

  return {
    until: () => until,
    write,
    async isStored() {
      return written !== Number.NEGATIVE_INFINITY || (await store.sightings()).has(cluster);
    },
    async note() {
      await look();
      // Less than was written is what a clock says that was set back.
      if (until !== undefined && (until < written || until >= written + writeEveryMs)) await write();
    },
  };
}
