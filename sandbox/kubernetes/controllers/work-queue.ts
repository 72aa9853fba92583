import type { Timers } from '../timers.ts';

export interface WorkQueue {
  add(key: string): void;
  addAfter(key: string, delayMs: number): void;
}

/** A queue in which a key waits at most once: bursts of changes become one look at the newest state. */
export function createWorkQueue(timers: Timers, sync: (key: string) => void): WorkQueue {
  const waiting = new Set<string>();
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

  return { add, addAfter: (key, delayMs) => void timers.after(delayMs, () => add(key)) };
}
