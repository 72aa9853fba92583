import type { SqliteDatabase } from 'kysely';
import { CompiledQuery, type DatabaseConnection, SqliteDialect, SqliteDriver } from 'kysely';
import type { Engine } from '../migrations/migration.ts';

/**
 * Takes the write lock when a transaction begins. A deferred one that reads first and writes later fails at once with
 * SQLITE_BUSY when another process wrote in between, whatever the busy timeout: https://www.sqlite.org/lang_transaction.html
 */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** Kysely on one SQLite connection; Kysely itself serialises what is asked of it. */
export function createSqliteDialect(database: SqliteDatabase): SqliteDialect {
  const dialect = new SqliteDialect({ database });
  dialect.createDriver = () => new ImmediateSqliteDriver({ database });
  return dialect;
}

export const sqliteEngine: Engine = {
  growing: (column) => column.primaryKey().autoIncrement(),
};
