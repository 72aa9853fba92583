import { type Kysely, sql } from 'kysely';
import type { Digest } from '../../domain/quiet/digest.ts';
import type { QuietStore } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

type DigestVerbs = Pick<QuietStore, 'digest' | 'saveDigest' | 'digestsOf' | 'digestsShownSince'>;

/** `saveDigest` is several statements: the caller gives it a transaction. */
export function createDigests(database: Kysely<StoreSchema>): DigestVerbs {
  const documents = () => database.selectFrom('digests').select('digests.document');
  const read = ({ document }: { readonly document: string }): Digest => JSON.parse(document);

  return {
    async digest(id) {
      const row = await documents().where('id', '=', id).executeTakeFirst();
      return row && read(row);
    },

    async saveDigest(digest) {
      const columns = { document: JSON.stringify(digest) };
      await database
        .insertInto('digests')
        .values({ id: digest.id, ...columns })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
        .execute();
      const replies = [...digest.before, ...digest.folded];
      if (replies.length === 0) return;
      // A digest only grows.
      await database
        .insertInto('digest_replies')
        .values(replies.map(({ cardId, notice }) => ({ digest_id: digest.id, card_id: cardId, notice })))
        .onConflict((conflict) => conflict.columns(['card_id', 'notice', 'digest_id']).doNothing())
        .execute();
    },

    async digestsOf(cardId) {
      const ids = database.selectFrom('digest_replies').select('digest_id').where('card_id', '=', cardId);
      const rows = await documents().where('id', 'in', ids).orderBy('id').execute();
      return rows.map(read);
    },

    async digestsShownSince(at) {
      const subject = sql<string>`'digest/' || digests.id`;
      const rows = await documents()
        .innerJoin('messages', (join) => join.on((on) => on('messages.subject', '=', subject)))
        .where('messages.shown_at', '>=', at)
        .orderBy('digests.id')
        .execute();
      return rows.map(read);
    },
  };
}
