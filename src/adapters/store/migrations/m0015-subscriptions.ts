import type { Migration } from './migration.ts';

/** Who wants to be told directly how their own changes fare. */
export const subscriptions: Migration = {
  id: '0015-subscriptions',
  async up(database) {
    await database.schema
      .createTable('subscriptions')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute();
  },
};
