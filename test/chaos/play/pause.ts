import { setTimeout as wait } from 'node:timers/promises';

/** Waits; throws when the run ends before. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(Math.max(0, ms), undefined, { signal });
}

/** Asks again and again until the answer is there. Throws when the run ends, and after `withinMs` with what it waited for. */
export async function until<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  options: {
    readonly what: string;
    readonly withinMs: number;
    readonly signal: AbortSignal;
    readonly everyMs?: number;
  },
): Promise<T> {
  const giveUpAt = Date.now() + options.withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > giveUpAt)
      throw new Error(`${options.what}: it did not come within ${options.withinMs / 1_000} s`);
    await pause(options.everyMs ?? 500, options.signal);
  }
}
