import type { Migration } from './migration.ts';

/** What is remembered of workloads and of their revisions. */
export const workloads: Migration = {
  id: '0002-workloads',
  async up(database) {
    await database.schema
      .createTable('workloads')
      .addColumn('workload', 'text', (column) => column.primaryKey())
      .addColumn('uid', 'text', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('deadline_exceeded_at', 'bigint')
      .execute();
    await database.schema
      .createTable('revisions')
      .addColumn('workload', 'text', (column) => column.notNull())
      .addColumn('revision_uid', 'text', (column) => column.notNull())
      .addColumn('label', 'text', (column) => column.notNull())
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('revisions_key', ['workload', 'revision_uid'])
      .execute();
  },
};
