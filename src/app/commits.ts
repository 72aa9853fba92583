import { AsyncLocalStorage } from 'node:async_hooks';
import { TransientError } from '../errors.ts';
import type { Store, StoreSession } from '../ports.ts';

export interface Commits {
  /**
   * As `store.transaction`, together with what else is asked for in the same turn of the event loop. `work` does nothing
   * but read and write in its session: when one of them fails by itself, each is done again in a transaction of its own. Not to be
   * asked for inside a transaction, which it would wait for.
   */
  run<T>(work: (session: StoreSession) => Promise<T>): Promise<T>;
}

interface Entry {
  readonly work: (session: StoreSession) => Promise<void>;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** More would keep everybody else waiting for too long. */
const mostAtOnce = 50;

/**
 * A commit waits for the disk, and with SQLite the whole process waits with it: several milliseconds, in which neither
 * the watches nor Slack are read. So what comes at the same time shares one, and the event loop turns between two.
 */
export function createCommits(store: Store): Commits {
  let waiting: Entry[] = [];
  let isUnderWay = false;
  // Whoever asks may do so from what a transaction has set off; the group must not run in that.
  const runDetached = AsyncLocalStorage.snapshot();

  async function commitAll(): Promise<void> {
    isUnderWay = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      await commit(group);
      await nextTurn();
    }
    isUnderWay = false;
  }

  async function commit(group: readonly Entry[]): Promise<void> {
    try {
      await store.transaction(async (session) => {
        for (const { work } of group) await work(session);
      });
      for (const { settle } of group) settle();
    } catch (error) {
      // The store is away, or another replica leads: one after the other would wait for the same in vain.
      if (group.length === 1 || error instanceof TransientError) failAll(group, error);
      else for (const entry of group) await commit([entry]);
    }
  }

  return {
    run<T>(work: (session: StoreSession) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        let result: T;
        waiting.push({
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
