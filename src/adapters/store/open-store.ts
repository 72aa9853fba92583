import type { Clock, Store } from '../../ports.ts';
import { createStore } from './create-store.ts';
import type { PostgresSettings } from './postgres/connection-options.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';

export type StorePlace = { readonly path: string } | PostgresSettings;

export type StoreOpening = StorePlace & {
  readonly clock: Clock;
  /** `keep`: one of an earlier version is refused, because that may run on it still. Default: `bring-up-to-date`. */
  readonly version?: 'bring-up-to-date' | 'keep';
};

/**
 * Opens the store and brings it up to date: a SQLite file at `path` (or `:memory:`), or the PostgreSQL database at
 * `url`. One that cannot be used ends in a UserError that names it and says what to do.
 */
export async function openStore(place: StoreOpening): Promise<Store> {
  return createStore('url' in place ? await openPostgres(place) : await openSqlite(place));
}
