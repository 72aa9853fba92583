import { type Kysely, sql } from 'kysely';
import type { StoreSchema } from '../schema.ts';
import type { Migration } from './migration.ts';

/** Messages are no longer of cards alone; answers to one person are kept until they are sent. */
export const subjects: Migration = {
  id: '0006-subjects',
  async up(database) {
    await widenMessages(database);
    await database.schema
      .createTable('answers')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute();
  },
};

async function widenMessages(database: Kysely<StoreSchema>): Promise<void> {
  await database.schema.alterTable('messages').renameColumn('card_id', 'subject').execute();
  await database.schema
    .alterTable('messages')
    .addColumn('changes', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await database.schema
    .alterTable('messages')
    .addColumn('priority_at', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await database.schema.alterTable('messages').addColumn('later_priority', 'integer').execute();
  await database.schema.alterTable('messages').addColumn('shown_at', 'bigint').execute();
  await database.updateTable('messages').set({ subject: sql<string>`'card/' || subject` }).execute();
}
