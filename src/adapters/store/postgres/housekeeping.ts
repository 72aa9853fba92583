import { type Kysely, sql } from 'kysely';
import type { Housekeeping } from '../../../ports/housekeeping.ts';
import type { StoreSchema } from '../schema.ts';

/** PostgreSQL's autovacuum makes room by itself, and its statistics tell how many rows there are. */
export function createPostgresHousekeeping(database: Kysely<StoreSchema>): Housekeeping {
  return {
    compact: async () => undefined,

    async size() {
      const { rows } = await sql<{ name: string; rows: number; bytes: number }>`
        select relname as name, n_live_tup as rows, pg_total_relation_size(relid) as bytes
        from pg_stat_user_tables where schemaname = current_schema() order by relname
      `.execute(database);
      return {
        bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
        rows: Object.fromEntries(rows.map((table) => [table.name, table.rows])),
      };
    },
  };
}
