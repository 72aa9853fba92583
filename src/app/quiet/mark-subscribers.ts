import { subscribersOf } from '../../domain/quiet/author.ts';
import type { Subscription } from '../../domain/quiet/subscription.ts';
import type { Card, Notice } from '../../domain/release/card.ts';
import type { MessageRecord, StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { type Priority, priorities } from '../priorities.ts';

export const directRoot = 'card';

/** What calls somebody; a reply of its own pings, because an edit notifies nobody. */
const calling: ReadonlySet<Notice['kind']> = new Set(['failing', 'build-failed', 'rollback-failed']);

/** One direct message for each of a card's subscribers: whatever the channel does not want to hear, they asked for. */
export async function markSubscribers(
  session: StoreSession,
  desk: Pick<Desk, 'settings'>,
  {
    before,
    after,
    now,
    priority,
  }: { before: Card | undefined; after: Card; now: number; priority: Priority },
): Promise<void> {
  if (after.build === undefined) return;
  const subscriptions = await session.quiet.subscriptions();
  for (const subscription of subscribersOf(after, subscriptions, desk.settings.quiet.aliases)) {
    const { userId } = subscription;
    const subject = { kind: 'person', id: directId(userId, after.id) } as const;
    const mark = (slot: string, urgency: Priority) =>
      session.markDirty({ subject, slot, channel: userId, priority: urgency, at: now });
    const root = await session.message(subject, directRoot);
    await mark(directRoot, priority);
    for (const [index, notice] of callsOf(after).entries()) {
      if (before?.notices.some(({ key }) => key === notice.key) === true) {
        const isToldHere = (await session.message(subject, notice.key)) !== undefined;
        if (isToldHere) await mark(notice.key, priority);
        continue;
      }
      // The message itself calls who hears of failures only, unless they have it from when they wanted to hear more.
      const isInRoot = index === 0 && subscription.wants === 'failures' && !isShown(root);
      if (!isInRoot) await mark(notice.key, priorities.urgent);
    }
  }
}

/** Whether there is anything to tell somebody of this card yet. */
export function isWorthTelling(card: Card, { wants }: Subscription): boolean {
  return wants === 'all' || callsOf(card).length > 0;
}

/** What of a card calls its author. */
export function callsOf(card: Card): readonly Notice[] {
  return card.notices.filter(({ kind }) => calling.has(kind));
}

function isShown(root: MessageRecord | undefined): boolean {
  return root !== undefined && root.status !== 'unposted';
}

/** Slack's ids have no slash. */
export function directId(userId: string, cardId: string): string {
  return `${userId}/${cardId}`;
}

export function readDirectId(id: string): { userId: string; cardId: string } {
  const slash = id.indexOf('/');
  return { userId: id.slice(0, slash), cardId: id.slice(slash + 1) };
}
