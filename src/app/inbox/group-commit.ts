import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Store, StoreSession } from '../../ports.ts';

/** Resolves when the work is committed, together with what others asked for in the meantime. */
export type GroupCommit = <T>(work: (session: StoreSession) => Promise<T>) => Promise<T>;

interface Job {
  run(session: StoreSession): Promise<void>;
  committed(): void;
  failed(error: unknown): void;
}

const mostAtOnce = 500;

/**
 * Small writes that belong to nobody else's transaction, in the order in which they were asked for. A commit waits for
 * the disk, so whatever comes in one turn of the event loop goes into one commit: a burst of thousands takes a few. When
 * it fails, all of them fail.
 */
export function createGroupCommit(store: Pick<Store, 'transaction'>): GroupCommit {
  // The first may be asked for inside a transaction, which the others must not join.
  const runDetached = AsyncLocalStorage.snapshot();
  const waiting: Job[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      await setImmediate();
      await commit(waiting.splice(0, mostAtOnce));
    }
    isRunning = false;
  }

  async function commit(jobs: readonly Job[]): Promise<void> {
    try {
      await store.transaction(async (session) => {
        for (const job of jobs) await job.run(session);
      });
      for (const job of jobs) job.committed();
    } catch (error) {
      for (const job of jobs) job.failed(error);
    }
  }

  return (work) =>
    new Promise((resolve, reject) => {
      let conclude = () => {};
      waiting.push({
        async run(session) {
          const result = await work(session);
          conclude = () => resolve(result);
        },
        committed: () => conclude(),
        failed: reject,
      });
      if (!isRunning) void runDetached(run);
    });
}
