import { existsSync } from 'node:fs';
import { openStore } from '../adapters/store/index.ts';
import type { StoreConfig } from '../config/schema.ts';
import { UserError } from '../errors.ts';
import type { Store } from '../ports.ts';

/** Works on the store of a Shipmate that has run. Throws UserError `store-missing`: opening it would make it. */
export async function withKeptStore<T>(place: StoreConfig, work: (store: Store) => Promise<T>): Promise<T> {
  if (place.path !== undefined && !existsSync(place.path)) {
    const message = `There is no store at ${place.path}: no Shipmate has run with this configuration here.`;
    throw new UserError('store-missing', message);
  }
  const store = await openStore({ ...place, clock: { now: () => Date.now() }, version: 'keep' });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
