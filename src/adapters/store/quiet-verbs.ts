import type { QuietStore, StoreSession } from '../../ports.ts';

type Run = <T>(work: (session: StoreSession) => Promise<T>) => Promise<T>;

/** The verbs of `quiet` on the store itself; each write is a transaction. */
export function createQuietVerbs(read: Run, write: Run): QuietStore {
  return {
    mutesOf: (target) => read(({ quiet }) => quiet.mutesOf(target)),
    mutes: (now) => read(({ quiet }) => quiet.mutes(now)),
    endedMutes: (now) => read(({ quiet }) => quiet.endedMutes(now)),
    mute: (scope) => read(({ quiet }) => quiet.mute(scope)),
    saveMute: (mute) => write(({ quiet }) => quiet.saveMute(mute)),
    deleteMute: (scope) => write(({ quiet }) => quiet.deleteMute(scope)),
    cardsMutedBy: (scope) => read(({ quiet }) => quiet.cardsMutedBy(scope)),
    followedCardsOf: (service) => read(({ quiet }) => quiet.followedCardsOf(service)),
    services: () => read(({ quiet }) => quiet.services()),
    watch: (channel) => read(({ quiet }) => quiet.watch(channel)),
    saveWatch: (channel, watch) => write(({ quiet }) => quiet.saveWatch(channel, watch)),
    stormyChannels: () => read(({ quiet }) => quiet.stormyChannels()),
    digest: (id) => read(({ quiet }) => quiet.digest(id)),
    saveDigest: (digest) => write(({ quiet }) => quiet.saveDigest(digest)),
    digestsOf: (cardId) => read(({ quiet }) => quiet.digestsOf(cardId)),
    heldUntil: (now) => read(({ quiet }) => quiet.heldUntil(now)),
    subscriptions: () => read(({ quiet }) => quiet.subscriptions()),
    saveSubscription: (subscription) => write(({ quiet }) => quiet.saveSubscription(subscription)),
    deleteSubscription: (userId) => write(({ quiet }) => quiet.deleteSubscription(userId)),
    recentAuthors: (limit) => read(({ quiet }) => quiet.recentAuthors(limit)),
  };
}
