import type { Kysely } from 'kysely';
import { calm } from '../../domain/quiet/storm.ts';
import type { QuietStore } from '../../ports.ts';
import { createDigests } from './digests.ts';
import { createMutes } from './mutes.ts';
import type { Run } from './runner.ts';
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

/** The same verbs on whatever the store is at: its transaction, or itself. */
export function runQuiet(read: Run, write: Run): QuietStore {
  return {
    mutesOf: (target) => read(({ quiet }) => quiet.mutesOf(target)),
    mutes: (now) => read(({ quiet }) => quiet.mutes(now)),
    endedMutes: (now) => read(({ quiet }) => quiet.endedMutes(now)),
    mute: (scope) => read(({ quiet }) => quiet.mute(scope)),
    saveMute: (mute) => write(({ quiet }) => quiet.saveMute(mute)),
    deleteMute: (scope) => write(({ quiet }) => quiet.deleteMute(scope)),
    cardsMutedBy: (scope) => read(({ quiet }) => quiet.cardsMutedBy(scope)),
    cardsMutedNoMore: (now) => read(({ quiet }) => quiet.cardsMutedNoMore(now)),
    followedCardsOf: (service) => read(({ quiet }) => quiet.followedCardsOf(service)),
    services: () => read(({ quiet }) => quiet.services()),
    watch: (channel) => read(({ quiet }) => quiet.watch(channel)),
    saveWatch: (channel, watch) => write(({ quiet }) => quiet.saveWatch(channel, watch)),
    stormyChannels: () => read(({ quiet }) => quiet.stormyChannels()),
    digest: (id) => read(({ quiet }) => quiet.digest(id)),
    saveDigest: (digest) => write(({ quiet }) => quiet.saveDigest(digest)),
    digestsOf: (cardId) => read(({ quiet }) => quiet.digestsOf(cardId)),
    digestsShownSince: (at) => read(({ quiet }) => quiet.digestsShownSince(at)),
    heldUntil: (now) => read(({ quiet }) => quiet.heldUntil(now)),
    subscriptions: () => read(({ quiet }) => quiet.subscriptions()),
    saveSubscription: (subscription) => write(({ quiet }) => quiet.saveSubscription(subscription)),
    deleteSubscription: (userId) => write(({ quiet }) => quiet.deleteSubscription(userId)),
    recentAuthors: (limit) => read(({ quiet }) => quiet.recentAuthors(limit)),
  };
}
