import type { ChangeFeed } from './state/change-feed.ts';

export interface WaitOptions {
  /** Milliseconds until the wait is given up; 5000 unless told. */
  timeoutMs?: number;
  /** What is waited for, for the error message. */
  what?: string;
}

/** Calls the probe now and on every change until it yields something; the rejection shows what a person would have seen. */
export function waitFor<T>(
  probe: () => T | undefined | false,
  changes: ChangeFeed,
  options: WaitOptions & { describe(): string },
): Promise<T> {
  const { timeoutMs = 5000, what = 'a condition', describe } = options;

  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      clearInterval(recheck);
      stopListening();
      settle();
    };
    const check = () => {
      try {
        const value = probe();
        if (value !== undefined && value !== false) finish(() => resolve(value));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const timer = setTimeout(
      () =>
        finish(() => reject(new Error(`Waited ${timeoutMs} ms for ${what}. Slack shows:\n${describe()}`))),
      timeoutMs,
    );
    // A probe may look at more than Slack (the request log, the cluster), whose changes are not announced here.
    const recheck = setInterval(check, 50);
    const stopListening = changes.listen(() => queueMicrotask(check));
    check();
  });
}
