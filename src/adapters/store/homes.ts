import type { Kysely } from 'kysely';
import type { HomeStore } from '../../ports/homes.ts';
import { decodeCard } from './card-document.ts';
import type { Run } from './runner.ts';
import type { StoreSchema } from './schema.ts';

export function createHomes(database: Kysely<StoreSchema>): HomeStore {
  return {
    async home(userId) {
      const row = await database
        .selectFrom('homes')
        .select('document')
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row && JSON.parse(row.document);
    },

    async saveHome(home) {
      const columns = { document: JSON.stringify(home) };
      await database
        .insertInto('homes')
        .values({ user_id: home.userId, ...columns })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet(columns))
        .execute();
    },

    async overviewCards(openedSince) {
      const followed = database.selectFrom('card_following').select('card_id');
      const rows = await database
        .selectFrom('cards')
        .select(['format', 'document'])
        .where((is) => is.or([is('opened_at', '>=', openedSince), is('id', 'in', followed)]))
        .orderBy('opened_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(decodeCard);
    },
  };
}

/** The same verbs on whatever the store is at: its transaction, or itself. */
export function runHomes(read: Run, write: Run): HomeStore {
  return {
    home: (userId) => read(({ homes }) => homes.home(userId)),
    saveHome: (home) => write(({ homes }) => homes.saveHome(home)),
    overviewCards: (openedSince) => read(({ homes }) => homes.overviewCards(openedSince)),
  };
}
