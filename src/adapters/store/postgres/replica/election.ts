import { TransientError } from '../../../../errors.ts';
import type { Campaign, Candidate } from '../../../../ports/replica.ts';
import type { StoreSession } from '../../../../ports.ts';
import { beginTerm, endTerm, letGo, type Query } from './statements.ts';

/** One key that this replica stands for. The connection is the caller's, who tells what becomes of it. */
export interface Election {
  readonly key: string;
  /** Whether it would take the lock now. */
  isWaiting(): boolean;
  isLeading(): boolean;
  /** The lock is ours: begins the term. */
  win(query: Query, askedAt: number): Promise<void>;
  /** The server has given a sign of life to what was asked then. */
  confirmAlive(askedAt: number): void;
  /** The lock is gone. */
  lose(): void;
  confirm: Campaign['confirm'];
  /**
   * Lets go once nothing is under way, or when that takes too long. Resolves when nothing is. Without a connection there is
   * no lock to give back.
   */
  resign(query: () => Query | undefined): Promise<void>;
}

interface ElectionOptions {
  readonly key: string;
  readonly candidate: Candidate;
  readonly holder: string;
  readonly sureMs: number;
  readonly finishMs: number;
  readonly monotonicNow: () => number;
  readonly onError: (error: unknown) => void;
}

export function createElection(options: ElectionOptions): Election {
  const { key, candidate, holder, sureMs, finishMs, monotonicNow, onError } = options;
  let term: number | undefined;
  let aliveAt = Number.NEGATIVE_INFINITY;
  let leaving: Promise<void> | undefined;
  let isResigned = false;
  let losses = 0;

  function leave(): Promise<void> {
    leaving ??= candidate
      .onLost()
      .catch(onError)
      .finally(() => {
        leaving = undefined;
      });
    return leaving;
  }

  return {
    key,
    isWaiting: () => !isResigned && term === undefined && leaving === undefined,
    isLeading: () => term !== undefined && monotonicNow() - aliveAt < sureMs,

    async win(query, askedAt) {
      const lossesBefore = losses;
      const { number, isOrderly } = await beginTerm(query, key, holder);
      // The connection went meanwhile, and the lock with it.
      if (losses !== lossesBefore) return;
      // Asked to resign meanwhile: then the lock goes with the connection, or with the next one's word.
      if (isResigned) return await endTerm(query, key, number);
      term = number;
      aliveAt = askedAt;
      candidate.onAcquired({ isOrderly });
    },

    confirmAlive(askedAt) {
      aliveAt = askedAt;
    },

    lose() {
      losses += 1;
      if (term === undefined) return;
      term = undefined;
      void leave();
    },

    async confirm(session: StoreSession) {
      const own = term;
      if (own !== undefined && (await session.term(key)) === own && own === term) return;
      throw new TransientError('not_leading', `Another replica leads ${key} by now.`);
    },

    async resign(query) {
      isResigned = true;
      const own = term;
      if (own === undefined) return void (await leaving);
      // It still leads while it finishes what is under way.
      const left = leave();
      const isOrderly = await endsWithin(finishMs, left);
      if (term === own) {
        term = undefined;
        const connected = query();
        // Without a connection there is no lock any more.
        const freed = connected && (isOrderly ? endTerm(connected, key, own) : letGo(connected, key));
        await freed?.catch(onError);
      }
      await left;
    },
  };
}

async function endsWithin(ms: number, work: Promise<void>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
