import type { Migration } from './migration.ts';

/** Until when each cluster was seen: what came after that while nobody looked is news when somebody looks again. */
export const sightings: Migration = {
  id: '0020-sightings',
  async up(database) {
    await database.schema
      .createTable('sightings')
      .addColumn('cluster', 'text', (column) => column.primaryKey())
      .addColumn('seen_until', 'bigint', (column) => column.notNull())
      .execute();
  },
};
