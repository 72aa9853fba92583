import type { Kysely } from 'kysely';
import type { QuietStore } from '../../ports.ts';
import { decodeCard } from './card-document.ts';
import type { StoreSchema } from './schema.ts';

type SubscriptionVerbs = Pick<
  QuietStore,
  'subscriptions' | 'saveSubscription' | 'deleteSubscription' | 'recentAuthors'
>;

export function createSubscriptions(database: Kysely<StoreSchema>): SubscriptionVerbs {
  return {
    async subscriptions() {
      const rows = await database.selectFrom('subscriptions').select('document').orderBy('user_id').execute();
      return rows.map(({ document }) => JSON.parse(document));
    },

    async saveSubscription(subscription) {
      const columns = { document: JSON.stringify(subscription) };
      await database
        .insertInto('subscriptions')
        .values({ user_id: subscription.userId, ...columns })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet(columns))
        .execute();
    },

    async deleteSubscription(userId) {
      await database.deleteFrom('subscriptions').where('user_id', '=', userId).execute();
    },

    async recentAuthors(limit) {
      const rows = await database
        .selectFrom('cards')
        .select(['format', 'document'])
        .where('build_id', 'is not', null)
        .orderBy('opened_at', 'desc')
        .limit(limit)
        .execute();
      const authors = rows.flatMap((row) => {
        const { author, authorEmail } = decodeCard(row).build ?? {};
        if (author === undefined && authorEmail === undefined) return [];
        return [
          {
            ...(author === undefined ? {} : { author }),
            ...(authorEmail === undefined ? {} : { authorEmail }),
          },
        ];
      });
      return [...new Map(authors.map((each) => [JSON.stringify(each), each])).values()];
    },
  };
}
