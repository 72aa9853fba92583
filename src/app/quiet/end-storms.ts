import type { Digest } from '../../domain/quiet/digest.ts';
import { conclude, settle } from '../../domain/quiet/storm.ts';
import type { StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { inTurn } from '../in-turn.ts';
import { markDigests } from './mark-digests.ts';
import type { RenewCards } from './renew-cards.ts';

/** When a storm is over its digest says so, and alerts that it withheld are shown if they are still there. */
export function createEndStorms(desk: Desk, { renew }: RenewCards): () => Promise<void> {
  const { store, clock, settings } = desk;

  /** Answers the storms of a channel that are over. */
  async function endIn(session: StoreSession, channel: string): Promise<readonly Digest[]> {
    const now = clock.now();
    const watch = settle(await session.quiet.watch(channel), now, settings.quiet.storms);
    const digests: Digest[] = [];
    for (const id of watch.ended ?? []) {
      const digest = await session.quiet.digest(id);
      if (digest !== undefined) digests.push({ endedAt: now, ...digest });
    }
    for (const digest of digests) await session.quiet.saveDigest(digest);
    await markDigests(session, digests, now);
    await session.quiet.saveWatch(channel, watch);
    return digests;
  }

  async function concludeIn(channel: string, digests: readonly Digest[]): Promise<void> {
    const ids = digests.map(({ id }) => id);
    await store.transaction(async (session) => {
      await session.quiet.saveWatch(channel, conclude(await session.quiet.watch(channel), ids));
    });
  }

  async function end(channel: string): Promise<void> {
    const digests = await store.transaction((session) => endIn(session, channel));
    if (digests.length === 0) return;
    const cards = digests.flatMap(({ folded }) => folded.map(({ cardId }) => cardId));
    // What the store was away for is taken up with the next tick.
    if (await renew(cards)) await concludeIn(channel, digests);
    desk.onMarked();
  }

  return async () => {
    const channels = await store.quiet.stormyChannels();
    await inTurn(channels.map((channel) => () => end(channel)));
  };
}
