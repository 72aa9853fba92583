import type { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import type { Housekeeping } from '../../../ports/housekeeping.ts';
import type { StoreSchema } from '../schema.ts';

/** 2 MB: some milliseconds. */
const pagesAtOnce = 500;

/** On the one connection there is, so never while a transaction is open on it. */
export function createSqliteHousekeeping(file: DatabaseSync, database: Kysely<StoreSchema>): Housekeeping {
  return {
    // `exec`, because it steps until no page is left to free; a statement that is run once frees one.
    compact: () =>
      database.connection().execute(async () => {
        file.exec(`pragma incremental_vacuum(${pagesAtOnce})`);
      }),

    size: () =>
      database.connection().execute(async () => ({
        bytes: numberOf(file, 'pragma page_count') * numberOf(file, 'pragma page_size'),
        rows: Object.fromEntries(
          tablesOf(file).map((table) => [table, numberOf(file, `select count(*) from "${table}"`)]),
        ),
      })),
  };
}

function tablesOf(file: DatabaseSync): readonly string[] {
  return file
    .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`)
    .all()
    .map(({ name }) => String(name));
}

function numberOf(file: DatabaseSync, statement: string): number {
  const [value] = Object.values(file.prepare(statement).get() ?? {});
  return Number(value);
}
