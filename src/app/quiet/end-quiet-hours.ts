import type { Digest, Told } from '../../domain/quiet/digest.ts';
import { isStillTrue } from '../../domain/quiet/hush.ts';
import type { Card, Notice } from '../../domain/release/card.ts';
import type { HeldReply, StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { inTurn } from '../in-turn.ts';
import { markDigests } from './mark-digests.ts';
import type { RenewCards } from './renew-cards.ts';

/** Fewer than this are told as they would have been; more are told in one message. */
const severalReplies = 2;

/** When the quiet hours of a channel end, what was held and is still true is told; of the rest nobody need hear. */
export function createEndQuietHours(desk: Desk, { renew }: RenewCards): () => Promise<void> {
  const { store, clock, ids, settings } = desk;

  async function endIn(channel: string, replies: readonly HeldReply[]): Promise<void> {
    const cards = replies.map(({ cardId }) => cardId);
    // The configuration may have made the night longer: then the cards say anew until when.
    if (settings.quiet.quietUntil(channel, clock.now()) === undefined) {
      await store.transaction((session) => summarise(session, channel, replies));
    }
    await renew(cards, new Set(replies.map(({ notice }) => notice)));
    desk.onMarked();
  }

  async function summarise(
    session: StoreSession,
    channel: string,
    replies: readonly HeldReply[],
  ): Promise<void> {
    const now = clock.now();
    const held = await heldReplies(session, replies);
    if (held.filter(({ isTrue }) => isTrue).length < severalReplies) return;
    const teams = held.flatMap(({ isTrue, card }) => (isTrue ? (card.owner.team ?? []) : []));
    const digest: Digest = {
      id: ids.next(),
      kind: 'quiet-hours',
      channel,
      openedAt: now,
      endedAt: now,
      teams: [...new Set(teams)],
      before: [],
      folded: held.map(({ card, notice }): Told => ({ cardId: card.id, notice: notice.key, at: notice.at })),
    };
    await session.quiet.saveDigest(digest);
    await markDigests(session, [digest], now);
  }

  return async () => {
    const held = await store.quiet.heldUntil(clock.now());
    const channels = [...Map.groupBy(held, (reply) => reply.channel)];
    await inTurn(
      channels.map(
        ([channel, replies]) =>
          () =>
            endIn(channel, replies),
      ),
    );
  };
}

interface Held {
  readonly card: Card;
  readonly notice: Notice;
  readonly isTrue: boolean;
}

/** Without those that a digest has taken already: a crash may have come between it and their cards. */
async function heldReplies(session: StoreSession, replies: readonly HeldReply[]): Promise<readonly Held[]> {
  const held: Held[] = [];
  for (const { cardId, notice: key } of replies) {
    const card = await session.card(cardId);
    const notice = card?.notices.find((each) => each.key === key);
    if (card === undefined || notice === undefined) continue;
    const digests = await session.quiet.digestsOf(cardId);
    const isTaken = digests.some(({ folded }) =>
      folded.some((told) => told.cardId === cardId && told.notice === key),
    );
    if (!isTaken) held.push({ card, notice, isTrue: isStillTrue(notice, card) });
  }
  return held;
}
