import { TransientError } from '../../errors.ts';
import type { Desk } from '../desk.ts';
import { putCard } from '../put-card.ts';

export interface RenewCards {
  /**
   * Applies to these cards what is asked of them now, one after the other. One that cannot be read stops no other. False
   * when the store was away for one of them, so that the same is worth another try.
   */
  renew(ids: Iterable<string>, released?: ReadonlySet<string>): Promise<boolean>;
}

/** A card changes with what is muted, with the time of day and with the storm around it, although nothing is seen of its workload. */
export function createRenewCards(desk: Desk): RenewCards {
  const { store, serial, clock, log } = desk;

  async function renewOne(id: string, released: ReadonlySet<string> | undefined): Promise<void> {
    const service = (await store.card(id))?.owner.service;
    if (service === undefined) return;
    const changed = await serial.run(service, () =>
      store.transaction(async (session) => {
        const before = await session.card(id);
        if (before === undefined) return undefined;
        const change = { before, after: before, now: clock.now() };
        const isChanged = await putCard(
          session,
          desk,
          released === undefined ? change : { ...change, released },
        );
        return isChanged ? before : undefined;
      }),
    );
    if (changed !== undefined) desk.onCardChanged(changed);
  }

  return {
    async renew(ids, released) {
      let isThrough = true;
      for (const id of new Set(ids)) {
        await renewOne(id, released).catch((error: unknown) => {
          if (error instanceof TransientError) isThrough = false;
          log.error({ err: error, cardId: id }, 'a card could not be brought to what is asked of it');
        });
      }
      return isThrough;
    },
  };
}
