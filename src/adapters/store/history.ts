import type { Kysely } from 'kysely';
import type { StoreSession } from '../../ports.ts';
import type { StoreSchema } from './schema.ts';

type HistoryVerbs = Pick<StoreSession, 'appendHistory' | 'history'>;

export function createHistory(database: Kysely<StoreSchema>): HistoryVerbs {
  return {
    async appendHistory({ at, type, service, cardId, detail }) {
      await database
        .insertInto('history')
        .values({ at, type, service, card_id: cardId ?? null, detail: JSON.stringify(detail) })
        .execute();
    },

    /** Newest first. */
    async history(service, limit) {
      const rows = await database
        .selectFrom('history')
        .select(['at', 'type', 'card_id', 'detail'])
        .where('service', '=', service)
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ at, type, card_id: cardId, detail }) => ({
        at,
        type,
        service,
        ...(cardId === null ? {} : { cardId }),
        detail: JSON.parse(detail),
      }));
    },
  };
}
