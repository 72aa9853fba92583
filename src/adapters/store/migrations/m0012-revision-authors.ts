import type { Migration } from './migration.ts';

/** Who made a version, for the list of those that can be gone back to. */
export const revisionAuthors: Migration = {
  id: '0012-revision-authors',
  async up(database) {
    await database.schema.alterTable('revisions').addColumn('author', 'text').execute();
  },
};
