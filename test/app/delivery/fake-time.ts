import { setImmediate } from 'node:timers/promises';
import type { Schedule } from '../../../src/app/delivery/timing.ts';
import type { Clock } from '../../../src/ports.ts';

export interface FakeTime {
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** How many timers wait. */
  pending(): number;
  /** Moves to the next timer and fires it; false when there is none up to `until`. */
  next(until?: number): boolean;
  /** Fires every timer of the next while, in order, and lets what they set off come to rest. */
  pass(ms: number): Promise<void>;
}

/** A clock that stands still until it is told to move. */
export function createFakeTime(start = 1_700_000_000_000): FakeTime {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  function next(until = Number.POSITIVE_INFINITY): boolean {
    const [first] = [...timers].sort((left, right) => left.at - right.at);
    if (first === undefined || first.at > until) return false;
    timers.delete(first);
    now = Math.max(now, first.at);
    first.callback();
    return true;
  }

  return {
    clock: { now: () => now },
    schedule(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pending: () => timers.size,
    next,
    async pass(ms) {
      const until = now + ms;
      do await rest();
      while (next(until));
      now = until;
      await rest();
    },
  };
}

/** Until promises that need no timer have settled; the store and the fake chat need none. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 25; turn += 1) await setImmediate();
}
