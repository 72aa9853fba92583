import type { Migration } from './migration.ts';

/**
 * Requests from their arrival on, and for a while after they are done: their key tells a copy of what was processed.
 * It does what the table of seen signatures did, which goes.
 */
export const inbox: Migration = {
  id: '0007-inbox',
  async up(database, engine) {
    await database.schema
      .createTable('inbox')
      .addColumn('sequence', 'integer', (column) => engine.growing(column))
      .addColumn('key', 'text', (column) => column.notNull().unique())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('received_at', 'bigint', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('next_attempt_at', 'bigint', (column) => column.notNull())
      .addColumn('claimed_by', 'text', (column) => column.notNull())
      .addColumn('claimed_until', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('failure', 'text')
      .execute();
    await database.schema
      .createIndex('inbox_by_subject')
      .on('inbox')
      .columns(['status', 'subject', 'sequence'])
      .execute();
    await database.schema.createIndex('inbox_by_end').on('inbox').column('ended_at').execute();
    await database.schema.dropTable('requests').execute();
  },
};
