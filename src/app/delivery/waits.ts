import type { DeliveryTiming } from './timing.ts';
import { endOf, type Wait } from './wait.ts';

/** What is remembered of messages that did not go through; gone when they do, and after a restart. */
export interface Waits {
  until(key: string, now: number): number;
  /** Puts the message off, longer each time, with jitter. */
  putOff(key: string, now: number, atLeastMs: number): void;
  /** Slack said no to the post: what is stored as `posting` need not be looked for. */
  markUnposted(key: string): void;
  markUnknown(key: string): void;
  isKnownUnposted(key: string): boolean;
  /** What may have gone through could not be looked for. */
  couldNotLook(key: string): void;
  /** How long what may have gone through is left alone, because it cannot be looked for. */
  blindMs(key: string): number;
  /** Counts that what was to be there was not; answers how often by now. */
  missed(key: string): number;
  forget(key: string): void;
}

/** Slack that is slow and accepts all the same would be told the same thing every minute. */
const firstBlindMs = 30_000;
const mostBlindMs = 5 * 60_000;

export function createWaits({ firstRetryMs, maxRetryMs, random }: DeliveryTiming): Waits {
  const putOffs = new Map<string, Wait & { readonly attempts: number }>();
  const unposted = new Set<string>();
  const misses = new Map<string, number>();
  const blind = new Map<string, number>();

  return {
    until: (key, now) => endOf(putOffs.get(key), now),
    putOff(key, now, atLeastMs) {
      const attempts = (putOffs.get(key)?.attempts ?? 0) + 1;
      const ceilingMs = Math.min(maxRetryMs, firstRetryMs * 2 ** (attempts - 1));
      const delayMs = Math.max(atLeastMs, ceilingMs / 2) + (random() * ceilingMs) / 2;
      putOffs.set(key, { attempts, from: now, until: now + delayMs });
    },
    markUnposted(key) {
      unposted.add(key);
    },
    markUnknown(key) {
      unposted.delete(key);
    },
    isKnownUnposted: (key) => unposted.has(key),
    couldNotLook(key) {
      blind.set(key, (blind.get(key) ?? 0) + 1);
    },
    blindMs(key) {
      const times = blind.get(key) ?? 0;
      return times === 0 ? 0 : Math.min(mostBlindMs, firstBlindMs * 2 ** (times - 1));
    },
    missed(key) {
      const count = (misses.get(key) ?? 0) + 1;
      misses.set(key, count);
      return count;
    },
    forget(key) {
      blind.delete(key);
      misses.delete(key);
      putOffs.delete(key);
      unposted.delete(key);
    },
  };
}
