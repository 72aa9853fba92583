import { setTimeout as wait } from 'node:timers/promises';
import { expect, vi } from 'vitest';

/** Waits for what must come to be, and fails with the condition's text when it does not. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) expect.fail(`not within ${withinMs} ms: ${String(condition)}`);
    await wait(5);
  }
}

/** Tries again until the assertions hold, and answers what they answered. */
export function eventually<T>(assertions: () => T | Promise<T>, timeout = 10_000): Promise<T> {
  return vi.waitFor(assertions, { timeout, interval: 5 });
}
