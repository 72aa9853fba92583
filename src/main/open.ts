import { hostname } from 'node:os';
import { openReplica, openStore } from '../adapters/store/index.ts';
import type { Config } from '../config/schema.ts';
import type { Replica } from '../ports/replica.ts';
import type { Clock, Log, Store } from '../ports.ts';

/** The replica's lock comes first: a second one on SQLite must not touch the store of the first. */
export async function openStoreAndReplica(
  config: Config,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<{ readonly store: Store; readonly replica: Replica }> {
  const replica = openReplica({ ...config.store, holder: `${hostname()}/${process.pid}`, log });
  try {
    return { replica, store: await openStore({ ...config.store, clock }) };
  } catch (error) {
    await replica.close();
    throw error;
  }
}
