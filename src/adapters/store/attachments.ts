import type { Kysely } from 'kysely';
import type { StoreSession } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

type AttachmentVerbs = Pick<StoreSession, 'saveAttachment' | 'attachment'>;

/** They go with their card: the table's foreign key sees to it. */
export function createAttachments(database: Kysely<StoreSchema>): AttachmentVerbs {
  return {
    async saveAttachment({ cardId, slot, filename, title, text, at }) {
      const columns = { filename, title, text, at };
      await database
        .insertInto('attachments')
        .values({ card_id: cardId, slot, ...columns })
        .onConflict((conflict) => conflict.columns(['card_id', 'slot']).doUpdateSet(columns))
        .execute();
    },

    async attachment(cardId, slot) {
      const row = await database
        .selectFrom('attachments')
        .selectAll()
        .where('card_id', '=', cardId)
        .where('slot', '=', slot)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { card_id: _, ...attachment } = row;
      return { cardId, ...attachment };
    },
  };
}
