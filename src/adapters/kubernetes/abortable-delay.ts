import { setTimeout as delay } from 'node:timers/promises';

/** Waits, or less when the signal says so. Never throws. */
export async function abortableDelay(delayMs: number, signal: AbortSignal): Promise<void> {
  await delay(delayMs, undefined, { signal }).catch(() => undefined);
}
