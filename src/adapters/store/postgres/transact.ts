import { setTimeout as wait } from 'node:timers/promises';
import type { ControlledTransaction, Kysely } from 'kysely';
import { TransientError } from '../../../errors.ts';
import type { StoreSession } from '../../../ports.ts';
import type { StoreSchema } from '../schema.ts';
import { createSession } from '../session.ts';
import { failureKind, isStoreError, toStoreError } from './failure.ts';

type Work<T> = (session: StoreSession) => Promise<T>;

/**
 * All or nothing. Throws a TransientError with outcome `unknown` when the connection was lost while the server committed:
 * whoever asked must look before asking for something that may not happen twice.
 */
export async function transact<T>(database: Kysely<StoreSchema>, work: Work<T>): Promise<T> {
  const transaction = await begin(database);
  let result: T;
  try {
    result = await work(createSession(transaction));
  } catch (error) {
    await leave(transaction);
    throw toStoreError(error, 'not-done');
  }
  try {
    await transaction.commit().execute();
  } catch (error) {
    await leave(transaction);
    throw toStoreError(error, failureKind(error) === 'lost' ? 'unknown' : 'not-done');
  }
  return result;
}

async function begin(database: Kysely<StoreSchema>): Promise<ControlledTransaction<StoreSchema>> {
  try {
    return await database.startTransaction().execute();
  } catch (error) {
    throw toStoreError(error, 'not-done');
  }
}

/** The connection is given back, or given up when it is not usable; why it came to this is told already. */
async function leave(transaction: ControlledTransaction<StoreSchema>): Promise<void> {
  await transaction
    .rollback()
    .execute()
    .catch(() => undefined);
}

const firstPauseMs = 50;
/** A server that restarts is back by then; and Slack, which waits three seconds for its answers, still gets one. */
const mostRetryingMs = 2_000;

/** Again, after a while, what was certainly not done. */
export async function persist<T>(attempt: () => Promise<T>, random: () => number): Promise<T> {
  const giveUpAt = performance.now() + mostRetryingMs;
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    try {
      return await attempt();
    } catch (error) {
      const restMs = pauseMs * (0.5 + random() / 2);
      if (!isWorthRepeating(error) || performance.now() + restMs > giveUpAt) throw error;
      await wait(restMs);
    }
  }
}

/** Only what the store itself says: what the work throws is the work's own. */
function isWorthRepeating(error: unknown): boolean {
  return error instanceof TransientError && isStoreError(error) && error.outcome === 'not-done';
}
