import { CompiledQuery, type DatabaseConnection, PostgresDialect, PostgresDriver } from 'kysely';
import type { Pool } from 'pg';
import type { Engine } from '../migrations/migration.ts';

/**
 * One writer at a time, among all replicas, as SQLite has it. The lock ends with the transaction, or with the connection
 * of a process that died. Taken in a statement of its own, because what reads after it must see what was written before:
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
const beginAsOnlyWriter = `begin isolation level read committed;
  select pg_advisory_xact_lock(hashtextextended('shipmate writer ' || current_schema(), 0))`;

class SingleWriterDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(beginAsOnlyWriter));
  }
}

export function createPostgresDialect(pool: Pool): PostgresDialect {
  const dialect = new PostgresDialect({ pool });
  dialect.createDriver = () => new SingleWriterDriver({ pool });
  return dialect;
}

export const postgresEngine: Engine = {
  growing: (column) => column.primaryKey().generatedAlwaysAsIdentity(),
};
