import type { Kysely } from 'kysely';
import type { StoreSchema } from '../schema.ts';
import type { Migration } from './migration.ts';

/** Cards as documents, with the tables by which they are found. */
export const cards: Migration = {
  id: '0001-cards',
  async up(database) {
    await createCards(database);
    await createLookUps(database);
  },
};

async function createCards(database: Kysely<StoreSchema>): Promise<void> {
  await database.schema
    .createTable('cards')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('build_id', 'text')
    .addColumn('due_at', 'bigint')
    .addColumn('format', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('cards_by_service')
    .on('cards')
    .columns(['service', 'opened_at'])
    .execute();
  await database.schema.createIndex('cards_by_build').on('cards').column('build_id').execute();
  await database.schema.createIndex('cards_by_due').on('cards').column('due_at').execute();
}

async function createLookUps(database: Kysely<StoreSchema>): Promise<void> {
  await database.schema
    .createTable('card_following')
    .addColumn('card_id', 'text', (column) => column.notNull().references('cards.id').onDelete('cascade'))
    .addColumn('workload', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('card_following_key', ['workload', 'card_id'])
    .execute();
  await database.schema
    .createIndex('card_following_by_card')
    .on('card_following')
    .column('card_id')
    .execute();
  await database.schema
    .createTable('card_offers')
    .addColumn('offer_id', 'text', (column) => column.primaryKey())
    .addColumn('card_id', 'text', (column) => column.notNull().references('cards.id').onDelete('cascade'))
    .execute();
  await database.schema.createIndex('card_offers_by_card').on('card_offers').column('card_id').execute();
}
