import { dueAt, keepTime, type SeenUntil } from '../domain/release/keep-time.ts';
import type { Desk } from './desk.ts';
import { putCard, refileCard } from './put-card.ts';

export interface KeepCardsInTime {
  /** Applies the clock to every card that is due. */
  tick(): Promise<void>;
}

/**
 * What is not seen in time may have arrived unseen: where a cluster is away for a night, its cards wait. But one that is not
 * configured any more, and was seen by no replica for so long, nobody will look at again.
 */
const longestBlindMs = 6 * 60 * 60_000;

/** Deadlines and the end of watching are events like any other: this is where the clock raises them. */
export function createKeepCardsInTime(
  desk: Desk,
  /** For clusters that are followed here; of the others the store tells. */
  seenHere: (cluster: string) => number | undefined = () => undefined,
  isConfigured: (cluster: string) => boolean = () => true,
): KeepCardsInTime {
  const { store, serial, clock, settings, log } = desk;

  let lookingSince: number | undefined;

  async function tick(): Promise<void> {
    const now = clock.now();
    const since = lookingSince ?? now;
    lookingSince = since;
    const due = await store.cardsDue(now);
    if (due.length === 0) return;
    const sightings = await store.sightings();
    const seenUntil: SeenUntil = (cluster) => {
      const seen = seenHere(cluster) ?? sightings.get(cluster) ?? Number.NEGATIVE_INFINITY;
      return isConfigured(cluster) || now - Math.max(seen, since) < longestBlindMs ? seen : now;
    };
    for (const id of due) {
      // One card that cannot be read must not stop the clock of all others.
      await keep(id, seenUntil).catch((error: unknown) => {
        log.error({ err: error, cardId: id }, 'the clock could not be applied to a card');
      });
    }
  }

  async function keep(id: string, seenUntil: SeenUntil): Promise<void> {
    const service = (await store.card(id))?.owner.service;
    if (service !== undefined) await serial.run(service, () => apply(id, seenUntil));
  }

  async function apply(id: string, seenUntil: SeenUntil): Promise<void> {
    const changed = await store.transaction(async (session) => {
      const now = clock.now();
      const before = await session.card(id);
      if (before === undefined) return undefined;
      const after = keepTime(before, now, settings, seenUntil);
      // A watch that merely ends changes nothing on the card but what it is filed under.
      if (await putCard(session, desk, { before, after, now })) return after;
      // What waits for its cluster to be seen is due still: to file it each second would keep everybody else from writing.
      const due = dueAt(after, settings, now);
      if (due === undefined || due > now) await refileCard(session, desk, after, now);
      return undefined;
    });
    if (changed !== undefined) desk.onCardChanged(changed);
  }

  return { tick };
}
