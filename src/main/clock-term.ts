import type { Desk } from '../app/desk.ts';
import { createKeepCardsInTime } from '../app/keep-cards-in-time.ts';
import { createTicker } from '../app/ticker.ts';
import { createTidyStore, type Retention, type TidyStore } from '../app/tidy-store.ts';
import type { Term } from './duty.ts';
import type { Errands } from './errands.ts';

export interface ClockTerm extends Term {
  /** Of cards in clusters that the configuration does not name any more. */
  readonly errands: Errands;
  storeSize: TidyStore['size'];
}

const tickEveryMs = 1_000;
const forgetRequestsAfterMs = 15 * 60_000;
const errandsEveryTicks = 15;

/** What the clock alone asks for, on all cards. */
export function beginClock(desk: Desk, errands: Errands, retention: Retention): ClockTerm {
  const { store, clock, log } = desk;
  const keepInTime = createKeepCardsInTime(desk);
  const tidyStore = createTidyStore({ store, clock, log, retention });
  let ticks = 0;

  const ticker = createTicker(
    tickEveryMs,
    async () => {
      await keepInTime.tick();
      await errands.tick();
      await store.forgetRequests(clock.now() - forgetRequestsAfterMs);
      await tidyStore.tick();
      ticks += 1;
      if (ticks % errandsEveryTicks === 0) await errands.takeUp();
    },
    log,
  );

  errands.start();

  return {
    errands,
    storeSize: tidyStore.size,
    async stop() {
      await Promise.all([ticker.stop(), errands.stop()]);
    },
  };
}
