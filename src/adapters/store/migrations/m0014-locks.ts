import type { Migration } from './migration.ts';

/** Automatic releases that wait. */
export const locks: Migration = {
  id: '0014-locks',
  async up(database) {
    await database.schema
      .createTable('locks')
      .addColumn('service', 'text', (column) => column.notNull())
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('locks_key', ['service', 'environment'])
      .execute();
    await database.schema.createIndex('locks_by_end').on('locks').column('until').execute();
  },
};
