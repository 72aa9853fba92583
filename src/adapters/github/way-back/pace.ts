import type { WayBackResult } from '../../../ports.ts';

/** What is known of a revert that waits, so that GitHub is not asked more often than it is worth. */
export interface Pace {
  /** The last answer, if it is too early to ask again. */
  answer(key: string, now: number): WayBackResult | undefined;
  remember(key: string, result: WayBackResult, now: number): void;
  forget(key: string): void;
}

/** Somebody who has just pressed the button watches; a review takes hours. */
const shortestMs = 4_000;
const longestMs = 60_000;
/** Asked again after a tenth of the time that it has waited so far. */
const share = 10;

export function createPace(): Pace {
  const waiting = new Map<
    string,
    { readonly since: number; readonly askAt: number; readonly result: WayBackResult }
  >();

  return {
    answer(key, now) {
      const known = waiting.get(key);
      return known !== undefined && now < known.askAt ? known.result : undefined;
    },
    remember(key, result, now) {
      if (result.kind !== 'waiting') return void waiting.delete(key);
      const since = waiting.get(key)?.since ?? now;
      const pauseMs = Math.min(Math.max((now - since) / share, shortestMs), longestMs);
      waiting.set(key, { since, result, askAt: now + pauseMs });
    },
    forget: (key) => void waiting.delete(key),
  };
}
