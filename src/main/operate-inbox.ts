import { existsSync } from 'node:fs';
import { openStore } from '../adapters/store/index.ts';
import type { StoreConfig } from '../config/schema.ts';
import { UserError } from '../errors.ts';
import type { InboxDepth, InboxRecord, InboxStore } from '../ports.ts';

export type { InboxRecord } from '../ports.ts';

export interface InboxListing {
  readonly depth: InboxDepth;
  /** Dead ones first, then those that wait; each the oldest first. */
  readonly records: readonly InboxRecord[];
}

/** More would not be read by anybody; `depth` says how many there are. */
const mostListed = 1_000;

/** What was given up, and unless only that is asked for, what waits. May be asked beside a running Shipmate. */
export function listInbox(store: StoreConfig, isOnlyDead: boolean): Promise<InboxListing> {
  return withInbox(store, async (inbox) => ({
    depth: await inbox.depth(),
    records: [
      ...(await inbox.records('dead', mostListed)),
      ...(isOnlyDead ? [] : await inbox.records('waiting', mostListed)),
    ],
  }));
}

/** Lets one request that was given up wait again, or all of them; answers how many. Throws a UserError when it may not. */
export function replayInbox(store: StoreConfig, key: string | undefined): Promise<number> {
  return withInbox(store, async (inbox) => {
    const revived = await inbox.revive({ at: Date.now(), ...(key === undefined ? {} : { key }) });
    if (key !== undefined && revived === 0) throw cannotReplay(key, await inbox.record(key));
    return revived;
  });
}

function cannotReplay(key: string, record: InboxRecord | undefined): UserError {
  if (record === undefined) {
    const message = `There is no request ${key} in the inbox. shipmate inbox list --dead shows those that were given up.`;
    return new UserError('request-missing', message);
  }
  const state = record.status === 'done' ? 'it was processed' : 'it waits, and is tried again by itself';
  return new UserError('request-not-dead', `${key} was not given up: ${state}. Nothing was changed.`);
}

async function withInbox<T>(place: StoreConfig, work: (inbox: InboxStore) => Promise<T>): Promise<T> {
  // Opening it would make it.
  if (place.path !== undefined && !existsSync(place.path)) {
    const message = `There is no store at ${place.path}: no Shipmate has run with this configuration here.`;
    throw new UserError('store-missing', message);
  }
  const store = await openStore({ ...place, clock: { now: () => Date.now() } });
  try {
    return await work(store.inbox);
  } finally {
    await store.close();
  }
}
