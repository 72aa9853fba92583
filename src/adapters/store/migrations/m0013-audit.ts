import type { Migration } from './migration.ts';

/** Who did what, and what was refused, each entry chained to the one before it. Nothing is ever taken out. */
export const audit: Migration = {
  id: '0013-audit',
  async up(database, engine) {
    await database.schema
      .createTable('audit')
      .addColumn('sequence', 'integer', (column) => engine.growing(column))
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('previous_hash', 'text', (column) => column.notNull().unique())
      .addColumn('hash', 'text', (column) => column.notNull().unique())
      .execute();
  },
};
