import type { Migration } from './migration.ts';

/** What is kept of old history, when a workload was last seen, and how what is old is found. */
export const retention: Migration = {
  id: '0010-retention',
  async up(database) {
    await database.schema
      .createTable('history_months')
      .addColumn('service', 'text', (column) => column.notNull())
      .addColumn('month', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('history_months_key', ['service', 'month', 'type'])
      .execute();
    // Not known of those that are there already: they count from when they are seen next.
    await database.schema.alterTable('workloads').addColumn('seen_at', 'bigint').execute();
    await database.schema.createIndex('cards_by_age').on('cards').column('opened_at').execute();
    await database.schema.createIndex('attachments_by_age').on('attachments').column('at').execute();
  },
};
