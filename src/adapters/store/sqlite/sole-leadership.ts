import { TransientError } from '../../../errors.ts';
import type { Candidate, Leadership } from '../../../ports/replica.ts';
import type { Log } from '../../../ports.ts';

export interface SoleLeadership extends Leadership {
  leads(): readonly string[];
  resignAll(): Promise<void>;
}

/** Who is alone is elected at once, for everything, until it resigns. */
export function createSoleLeadership(log: Log): SoleLeadership {
  const terms = new Map<string, Candidate>();

  const leaving = new Map<Candidate, Promise<void>>();

  async function resign(key: string, candidate: Candidate): Promise<void> {
    if (terms.get(key) !== candidate) return;
    const left = leaving.get(candidate) ?? leave(key, candidate);
    leaving.set(candidate, left);
    await left;
  }

  /** It still leads while it finishes what is under way. */
  async function leave(key: string, candidate: Candidate): Promise<void> {
    await candidate.onLost().catch((error: unknown) => {
      log.error({ err: error, key }, 'a leader could not stop cleanly');
    });
    terms.delete(key);
  }

  return {
    lead(key, candidate) {
      terms.set(key, candidate);
      // Not before whoever asks has the answer in hand.
      queueMicrotask(() => {
        if (!leaving.has(candidate)) candidate.onAcquired({ isOrderly: true });
      });
      return {
        isLeading: () => terms.get(key) === candidate,
        async confirm() {
          if (terms.get(key) === candidate) return;
          throw new TransientError('not_leading', `This process has given up ${key}.`);
        },
        resign: () => resign(key, candidate),
      };
    },
    leads: () => [...terms.keys()],
    async resignAll() {
      await Promise.all([...terms].map(([key, candidate]) => resign(key, candidate)));
    },
  };
}
