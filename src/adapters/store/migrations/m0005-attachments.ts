import type { Migration } from './migration.ts';

/** Texts too long for a message, such as a whole log: uploaded as files into the thread of their card. */
export const attachments: Migration = {
  id: '0005-attachments',
  async up(database) {
    await database.schema
      .createTable('attachments')
      .addColumn('card_id', 'text', (column) => column.notNull().references('cards.id').onDelete('cascade'))
      .addColumn('slot', 'text', (column) => column.notNull())
      .addColumn('filename', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('attachments_key', ['card_id', 'slot'])
      .execute();
  },
};
