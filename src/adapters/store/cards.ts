import type { Kysely } from 'kysely';
import type { Card } from '../../domain/release/card.ts';
import type { CardIndex, StoreSession } from '../../ports.ts';
import { cardFormat, decodeCard, encodeCard } from './card-document.ts';
import { saveLookUps } from './look-ups.ts';
import type { StoreSchema } from './schema.ts';

type CardVerbs = Pick<
  StoreSession,
  | 'card'
  | 'saveCard'
  | 'cardByBuild'
  | 'cardByOffer'
  | 'cardsFollowing'
  | 'followedCards'
  | 'recentCards'
  | 'cardsDue'
>;

/** Cards and their look-up rows. `saveCard` is several statements: the caller gives it a transaction. */
export function createCards(database: Kysely<StoreSchema>): CardVerbs {
  const documents = () => database.selectFrom('cards').select(['cards.format', 'cards.document']);

  return {
    async card(id) {
      const row = await documents().where('id', '=', id).executeTakeFirst();
      return row && decodeCard(row);
    },

    async saveCard(card, index) {
      await saveDocument(database, card, index);
      await saveLookUps(database, card.id, index);
    },

    async cardByBuild(build) {
      const row = await documents()
        .where('build_id', '=', build)
        .orderBy('opened_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && decodeCard(row);
    },

    async cardByOffer(offerId) {
      const row = await documents()
        .innerJoin('card_offers', 'card_offers.card_id', 'cards.id')
        .where('card_offers.offer_id', '=', offerId)
        .executeTakeFirst();
      return row && decodeCard(row);
    },

    async cardsFollowing(workload) {
      const rows = await documents()
        .innerJoin('card_following', 'card_following.card_id', 'cards.id')
        .where('card_following.workload', '=', workload)
        .orderBy('cards.opened_at', 'desc')
        .orderBy('cards.id', 'desc')
        .execute();
      return rows.map(decodeCard);
    },

    async followedCards() {
      const rows = await documents()
        .where('cards.id', 'in', database.selectFrom('card_following').select('card_id'))
        .orderBy('cards.opened_at')
        .orderBy('cards.id')
        .execute();
      return rows.map(decodeCard);
    },

    async recentCards(service, openedSince) {
      const rows = await documents()
        .where('service', '=', service)
        .where('opened_at', '>=', openedSince)
        .orderBy('opened_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(decodeCard);
    },

    async cardsDue(now) {
      const rows = await database
        .selectFrom('cards')
        .select('id')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .execute();
      return rows.map((row) => row.id);
    },
  };
}

async function saveDocument(database: Kysely<StoreSchema>, card: Card, index: CardIndex): Promise<void> {
  const columns = {
    service: card.owner.service,
    opened_at: card.openedAt,
    build_id: index.buildId ?? null,
    due_at: index.dueAt ?? null,
    format: cardFormat,
    document: encodeCard(card),
  };
  await database
    .insertInto('cards')
    .values({ id: card.id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
}
