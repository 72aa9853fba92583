import { keepTime, type SeenUntil } from '../domain/release/keep-time.ts';
import type { Desk } from './desk.ts';
import { putCard, refileCard } from './put-card.ts';

export interface KeepCardsInTime {
  /** Applies the clock to every card that is due. */
  tick(): Promise<void>;
}

/** Deadlines and the end of watching are events like any other: this is where the clock raises them. */
export function createKeepCardsInTime(
  desk: Desk,
  /** For clusters that are followed here; of the others the store tells. */
  seenHere: (cluster: string) => number | undefined = () => undefined,
): KeepCardsInTime {
  const { store, serial, clock, settings, log } = desk;

  async function tick(): Promise<void> {
    const due = await store.cardsDue(clock.now());
    if (due.length === 0) return;
    const sightings = await store.sightings();
    const seenUntil: SeenUntil = (cluster) =>
      seenHere(cluster) ?? sightings.get(cluster) ?? Number.NEGATIVE_INFINITY;
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
      await refileCard(session, desk, after, now);
      return undefined;
    });
    if (changed !== undefined) desk.onCardChanged(changed);
  }

  return { tick };
}
