import { AsyncLocalStorage } from 'node:async_hooks';
import { TransientError } from '../errors.ts';
import type { Clock, Store, StoreSession } from '../ports.ts';

export interface Commits {
  /**
   * As `store.transaction`, together with what else is asked for in the same turn of the event loop. `work` does nothing
   * but read and write in its session: when one of them fails by itself, each is done again in a transaction of its own. Not to be
   * asked for inside a transaction, which it would wait for.
   */
  run<T>(work: (session: StoreSession) => Promise<T>, urgency?: Urgency): Promise<T>;
}

/** What is urgent goes before what is not, as far as that has not begun. Default: `usual`. */
export type Urgency = 'urgent' | 'usual';

interface Entry {
  readonly urgency: Urgency;
  readonly work: (session: StoreSession) => Promise<void>;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

interface WorkedOff {
  readonly done: number;
  readonly workedMs: number;
}

/** More would keep everybody else waiting for too long: nobody else writes meanwhile, and each statement is a round trip. */
const mostAtOnce = 50;
const mostMs = 200;
/**
 * Where the disk is slow, or others write a lot, a group goes on for as long as the one before waited for its turn and for
 * its commit: half of the time is work, however slow the rest is.
 */
const mostAfterWaitingMs = 3_000;

/**
 * A commit waits for the disk, and with SQLite the whole process waits with it: several milliseconds, in which neither
 * the watches nor Slack are read. So what comes at the same time shares one, and the event loop turns between two.
 */
export function createCommits(store: Pick<Store, 'transaction'>, clock: Clock): Commits {
  const waiting: Readonly<Record<Urgency, Entry[]>> = { urgent: [], usual: [] };
  let isUnderWay = false;
  let lastWaitMs = 0;
  // Whoever asks may do so from what a transaction has set off; the group must not run in that.
  const runDetached = AsyncLocalStorage.snapshot();

  function take(): readonly Entry[] {
    const urgent = waiting.urgent.splice(0, mostAtOnce);
    return [...urgent, ...waiting.usual.splice(0, mostAtOnce - urgent.length)];
  }

  async function commitAll(): Promise<void> {
    isUnderWay = true;
    for (let group = take(); group.length > 0; group = take()) {
      const left = await commit(group);
      for (const entry of left.toReversed()) waiting[entry.urgency].unshift(entry);
      await nextTurn();
    }
    isUnderWay = false;
  }

  /** Answers what there was no time for. */
  async function commit(group: readonly Entry[]): Promise<readonly Entry[]> {
    try {
      const askedAt = clock.now();
      const { done, workedMs } = await store.transaction((session) => workOff(group, session));
      lastWaitMs = clock.now() - askedAt - workedMs;
      for (const { settle } of group.slice(0, done)) settle();
      return group.slice(done);
    } catch (error) {
      // The store is away, or another replica leads: one after the other would wait for the same in vain.
      if (group.length === 1 || error instanceof TransientError) failAll(group, error);
      else for (const entry of group) await commit([entry]);
      return [];
    }
  }

  /** One at least; answers how many, and how long they took. */
  async function workOff(group: readonly Entry[], session: StoreSession): Promise<WorkedOff> {
    const beganAt = clock.now();
    const endAt = beganAt + Math.min(Math.max(mostMs, lastWaitMs), mostAfterWaitingMs);
    let done = 0;
    for (const { work } of group) {
      if (done > 0 && clock.now() >= endAt) break;
      await work(session);
      done += 1;
    }
    return { done, workedMs: clock.now() - beganAt };
  }

  return {
    run<T>(work: (session: StoreSession) => Promise<T>, urgency: Urgency = 'usual'): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        let result: T;
        waiting[urgency].push({
          urgency,
          work: async (session) => {
            result = await work(session);
          },
          settle: () => resolve(result),
          fail: reject,
        });
        if (!isUnderWay) {
          isUnderWay = true;
          setImmediate(() => void runDetached(commitAll));
        }
      });
    },
  };
}

function failAll(group: readonly Entry[], error: unknown): void {
  for (const { fail } of group) fail(error);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
