import { ApiError } from '../status.ts';
import type { Timers } from '../timers.ts';

const retryMs = 200;

export interface WorkQueue {
  add(key: string): void;
  addAfter(key: string, delayMs: number): void;
}

/** A queue in which a key waits at most once: bursts of changes become one look at the newest state. */
export function createWorkQueue(timers: Timers, sync: (key: string) => void): WorkQueue {
  const waiting = new Set<string>();
  const appointments = new Map<string, () => void>();
  let isScheduled = false;

  function drain(): void {
    isScheduled = false;
    const keys = [...waiting];
    waiting.clear();
    for (const key of keys) attempt(key);
  }

  /** What the API refuses today it may allow later: the key comes back, as in every controller's rate-limited queue. */
  function attempt(key: string): void {
    try {
      sync(key);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      addAfter(key, retryMs);
    }
  }

  function add(key: string): void {
    waiting.add(key);
    if (isScheduled) return;
    isScheduled = true;
    timers.after(0, drain);
  }

  /** A later appointment for the same key replaces the earlier one. */
  function addAfter(key: string, delayMs: number): void {
    appointments.get(key)?.();
    const cancel = timers.after(delayMs, () => {
      appointments.delete(key);
      add(key);
    });
    appointments.set(key, cancel);
  }

  return { add, addAfter };
}
