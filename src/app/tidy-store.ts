import { type Prunable, prunables, type StoreSize } from '../ports/housekeeping.ts';
import type { Clock, Log, Store } from '../ports.ts';

/** How long each is kept, in milliseconds. */
export interface Retention {
  readonly cardsMs: number;
  readonly attachmentsMs: number;
  readonly verdictsMs: number;
  readonly historyMs: number;
  readonly workloadsMs: number;
}

export interface TidyStore {
  /** Takes out a little of what is too old; to be called each second. */
  tick(): Promise<void>;
  /** As of the last round; undefined before the first. */
  size(): StoreSize | undefined;
}

interface TidyStoreDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly retention: Retention;
}

/** So few that nobody who wants to write waits for long. */
const rowsAtOnce = 100;
const betweenRoundsMs = 10 * 60_000;

export function createTidyStore({ store, clock, log, retention }: TidyStoreDependencies): TidyStore {
  const kept: Readonly<Record<Prunable, number>> = {
    history: retention.historyMs,
    attachments: retention.attachmentsMs,
    cards: retention.cardsMs,
    messages: retention.cardsMs,
    verdicts: retention.verdictsMs,
    workloads: retention.workloadsMs,
  };
  let left: readonly Prunable[] = prunables;
  let nextRoundAt = Number.NEGATIVE_INFINITY;
  let pruned = 0;
  let size: StoreSize | undefined;

  async function endRound(): Promise<void> {
    await store.compact();
    size = await store.size();
    if (pruned > 0)
      log.info({ rows: pruned, bytes: size.bytes }, 'what was too old was taken out of the store');
    pruned = 0;
    left = prunables;
    nextRoundAt = clock.now() + betweenRoundsMs;
  }

  async function tick(): Promise<void> {
    if (clock.now() < nextRoundAt) return;
    const [kind] = left;
    if (kind === undefined) return await endRound();
    const count = await store.prune(kind, { before: clock.now() - kept[kind], limit: rowsAtOnce });
    pruned += count;
    if (count > 0) await store.compact();
    else left = left.slice(1);
  }

  return { tick, size: () => size };
}
