import type { Kysely } from 'kysely';
import { calm } from '../../domain/quiet/storm.ts';
import type { QuietStore } from '../../ports.ts';
import { createDigests } from './digests.ts';
import { createMutes } from './mutes.ts';
import type { StoreSchema } from './schema.ts';
import { createSubscriptions } from './subscriptions.ts';

export function createQuiet(database: Kysely<StoreSchema>): QuietStore {
  return {
    ...createMutes(database),
    ...createDigests(database),
    ...createSubscriptions(database),

    async watch(channel) {
      const row = await database
        .selectFrom('watches')
        .select('document')
        .where('channel', '=', channel)
        .executeTakeFirst();
      return row === undefined ? calm : JSON.parse(row.document);
    },

    async saveWatch(channel, watch) {
      const isStormy = watch.storm !== undefined || watch.ended !== undefined;
      const columns = { is_stormy: isStormy ? 1 : 0, document: JSON.stringify(watch) };
      await database
        .insertInto('watches')
        .values({ channel, ...columns })
        .onConflict((conflict) => conflict.column('channel').doUpdateSet(columns))
        .execute();
    },

    async stormyChannels() {
      const rows = await database
        .selectFrom('watches')
        .select('channel')
        .where('is_stormy', '=', 1)
        .orderBy('channel')
        .execute();
      return rows.map(({ channel }) => channel);
    },

    async heldUntil(now) {
      const rows = await database
        .selectFrom('card_held')
        .selectAll()
        .where('until', '<=', now)
        .orderBy('channel')
        .orderBy('card_id')
        .orderBy('notice')
        .execute();
      return rows.map(({ card_id: cardId, ...rest }) => ({ cardId, ...rest }));
    },
  };
}
