import type { Timers } from '../timers.ts';

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
    for (const key of keys) sync(key);
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
