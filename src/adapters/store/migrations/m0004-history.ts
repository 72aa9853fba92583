import type { Migration } from './migration.ts';

/** Everything that happened, in order: timeline, audit and statistics are read from it. */
export const history: Migration = {
  id: '0004-history',
  async up(database, engine) {
    await database.schema
      .createTable('history')
      .addColumn('sequence', 'integer', (column) => engine.growing(column))
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('service', 'text', (column) => column.notNull())
      .addColumn('card_id', 'text')
      .addColumn('detail', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createIndex('history_by_service')
      .on('history')
      .columns(['service', 'sequence'])
      .execute();
  },
};
