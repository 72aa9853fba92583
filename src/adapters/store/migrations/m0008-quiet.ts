import type { Kysely } from 'kysely';
import type { StoreSchema } from '../schema.ts';
import type { Migration } from './migration.ts';

/** What people asked not to hear, and what is told in one message for many. */
export const quiet: Migration = {
  id: '0008-quiet',
  async up(database) {
    await createMutes(database);
    await createHeld(database);
    await createDigests(database);
  },
};

async function createMutes(database: Kysely<StoreSchema>): Promise<void> {
  await database.schema
    .createTable('mutes')
    .addColumn('scope', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text')
    .addColumn('card_id', 'text')
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await database.schema.createIndex('mutes_by_service').on('mutes').column('service').execute();
  await database.schema.createIndex('mutes_by_card').on('mutes').column('card_id').execute();
  await database.schema.createIndex('mutes_by_end').on('mutes').column('until').execute();
  await database.schema
    .createTable('card_mutes')
    .addColumn('card_id', 'text', (column) => column.notNull().references('cards.id').onDelete('cascade'))
    .addColumn('scope', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('card_mutes_key', ['card_id', 'scope'])
    .execute();
  await database.schema.createIndex('card_mutes_by_scope').on('card_mutes').column('scope').execute();
}

async function createHeld(database: Kysely<StoreSchema>): Promise<void> {
  await database.schema
    .createTable('card_held')
    .addColumn('card_id', 'text', (column) => column.notNull().references('cards.id').onDelete('cascade'))
    .addColumn('notice', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('card_held_key', ['card_id', 'notice'])
    .execute();
  await database.schema.createIndex('card_held_by_end').on('card_held').column('until').execute();
}

async function createDigests(database: Kysely<StoreSchema>): Promise<void> {
  await database.schema
    .createTable('watches')
    .addColumn('channel', 'text', (column) => column.primaryKey())
    .addColumn('is_stormy', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('digests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('digest_replies')
    .addColumn('digest_id', 'text', (column) => column.notNull().references('digests.id').onDelete('cascade'))
    .addColumn('card_id', 'text', (column) => column.notNull())
    .addColumn('notice', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('digest_replies_key', ['card_id', 'notice', 'digest_id'])
    .execute();
}
