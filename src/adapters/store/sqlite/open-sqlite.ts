import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import type { StoreOpening } from '../open-store.ts';
import type { Runner } from '../runner.ts';
import type { StoreSchema } from '../schema.ts';
import { createSession } from '../session.ts';
import { createSqliteDialect, sqliteEngine } from './dialect.ts';
import { toStoreError } from './failure.ts';
import { createSqliteHousekeeping } from './housekeeping.ts';
import { toKyselyDatabase } from './node-database.ts';
import { explainOpenFailure, openDatabase } from './open-database.ts';

type SqliteOpening = { readonly path: string } & Pick<StoreOpening, 'clock' | 'version'>;

/** Opens the file at `path` (or `:memory:`). There is one connection, and so one transaction at a time. */
export async function openSqlite({ path, clock, version }: SqliteOpening): Promise<Runner> {
  try {
    const file = openDatabase(path);
    const database = new Kysely<StoreSchema>({ dialect: createSqliteDialect(toKyselyDatabase(file)) });
    try {
      await migrate({ database, migrations, engine: sqliteEngine, clock, version });
    } catch (error) {
      await database.destroy();
      throw error;
    }
    return createRunner(file, database);
  } catch (error) {
    throw explainOpenFailure(error, path);
  }
}

function createRunner(file: DatabaseSync, database: Kysely<StoreSchema>): Runner {
  const own = createSession(database);
  return {
    read: (work) => told(work(own)),
    transaction: (work) =>
      told(database.transaction().execute((connection) => work(createSession(connection)))),
    ...createSqliteHousekeeping(file, database),
    close: () => database.destroy(),
  };
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toStoreError(error);
  }
}
