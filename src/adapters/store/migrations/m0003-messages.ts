import type { Migration } from './migration.ts';

/** What Slack should show and what it shows, and which signed requests were seen. */
export const messages: Migration = {
  id: '0003-messages',
  async up(database) {
    await database.schema
      .createTable('messages')
      .addColumn('card_id', 'text', (column) => column.notNull())
      .addColumn('slot', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('ts', 'text')
      .addColumn('shown_hash', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('priority', 'integer', (column) => column.notNull())
      .addColumn('dirty_since', 'bigint')
      .addColumn('failure', 'text')
      .addPrimaryKeyConstraint('messages_key', ['card_id', 'slot'])
      .execute();
    await database.schema.createIndex('messages_by_dirty').on('messages').column('dirty_since').execute();
    await database.schema.createIndex('messages_by_status').on('messages').column('status').execute();
    await database.schema
      .createTable('requests')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('requests_by_at').on('requests').column('at').execute();
  },
};
