import type { Migration } from './migration.ts';

/** Who opened their Home tab, with what they want to see there first. */
export const homes: Migration = {
  id: '0021-homes',
  async up(database) {
    await database.schema
      .createTable('homes')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute();
  },
};
