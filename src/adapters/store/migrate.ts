import type { Kysely } from 'kysely';
import { UserError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { Engine, Migration } from './migrations/migration.ts';
import type { StoreSchema } from './schema.ts';

interface MigrateRequest {
  readonly database: Kysely<StoreSchema>;
  readonly migrations: readonly Migration[];
  readonly engine: Engine;
  readonly clock: Clock;
  /** Default: `bring-up-to-date`. */
  readonly version?: 'bring-up-to-date' | 'keep' | undefined;
}

/**
 * Applies what is missing, all in one transaction: a start that fails leaves the store as it was. Refuses, with a
 * UserError, a store that a newer Shipmate has already taken further; and one of an earlier version if it is to be kept.
 */
export async function migrate({
  database,
  migrations,
  engine,
  clock,
  version,
}: MigrateRequest): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('applied_at', 'bigint', (column) => column.notNull())
      .execute();
    const rows = await transaction.selectFrom('migrations').select('id').execute();
    const applied = new Set(rows.map((row) => row.id));
    refuseNewer(applied, migrations);
    if (version === 'keep') refuseOlder(applied, migrations);
    for (const migration of migrations) {
      if (applied.has(migration.id)) continue;
      await migration.up(transaction, engine);
      await transaction
        .insertInto('migrations')
        .values({ id: migration.id, applied_at: clock.now() })
        .execute();
    }
  });
}

function refuseNewer(applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map((migration) => migration.id));
  const unknown = [...applied].filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new UserError(
    'store_is_newer',
    `The store was written by a newer version of Shipmate (it has ${unknown.join(', ')}). Start that version or a later one; going back is not possible.`,
  );
}

function refuseOlder(applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const missing = migrations.map(({ id }) => id).filter((id) => !applied.has(id));
  if (missing.length === 0) return;
  if (applied.size === 0) {
    throw new UserError(
      'store_is_empty',
      'The store is empty: no Shipmate has run on it. Nothing was changed.',
    );
  }
  throw new UserError(
    'store_is_older',
    `The store was written by an earlier version of Shipmate (it lacks ${missing.join(', ')}). Nothing was changed. Ask with the version that runs on it, or start this one first, which brings it up to date for good.`,
  );
}
