import type { Migration } from './migration.ts';

/** Which replica leads what. The lock decides; the term tells whether what was read under it is still true. */
export const leaders: Migration = {
  id: '0009-leaders',
  async up(database) {
    await database.schema
      .createTable('leaders')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('term', 'bigint', (column) => column.notNull())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('is_orderly', 'integer', (column) => column.notNull())
      .execute();
  },
};
