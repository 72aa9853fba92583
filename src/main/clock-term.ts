import type { Desk } from '../app/desk.ts';
import { inTurn } from '../app/in-turn.ts';
import { createTicker } from '../app/ticker.ts';
import { createTidyStore, type Retention, type TidyStore } from '../app/tidy-store.ts';
import type { Chores } from './chores.ts';
import type { Term } from './duty.ts';
import type { Errands } from './errands.ts';

export interface ClockTerm extends Term {
  /** Of cards in clusters that the configuration does not name any more. */
  readonly errands: Errands;
  storeSize: TidyStore['size'];
}

interface ClockTermOptions {
  readonly desk: Desk;
  readonly errands: Errands;
  readonly chores: Chores;
  readonly retention: Retention;
}

const tickEveryMs = 1_000;
const takeUpEveryTicks = 15;

/** What the clock alone asks for. */
export function beginClock({ desk, errands, chores, retention }: ClockTermOptions): ClockTerm {
  const tidyStore = createTidyStore({ ...desk, retention });
  let ticks = 0;

  const ticker = createTicker(
    tickEveryMs,
    (isStopping) => {
      const isTakeUp = ticks % takeUpEveryTicks === 0;
      ticks += 1;
      const takeUps = isTakeUp ? [chores.takeUp, errands.takeUp] : [];
      return inTurn([...takeUps, chores.tick, errands.tick, tidyStore.tick], isStopping);
    },
    desk.log,
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
