import type { StoreConfig } from '../config/schema.ts';
import { UserError } from '../errors.ts';
import type { InboxDepth, InboxRecord } from '../ports.ts';
import { withKeptStore } from './kept-store.ts';

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
  return withKeptStore(store, async ({ inbox }) => ({
    depth: await inbox.depth(),
    records: [
      ...(await inbox.records('dead', mostListed)),
      ...(isOnlyDead ? [] : await inbox.records('waiting', mostListed)),
    ],
  }));
}

/** Lets one request that was given up wait again, or all of them; answers how many. Throws a UserError when it may not. */
export function replayInbox(store: StoreConfig, key: string | undefined): Promise<number> {
  return withKeptStore(store, async ({ inbox }) => {
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
