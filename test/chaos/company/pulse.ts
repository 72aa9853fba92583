import { setTimeout as wait } from 'node:timers/promises';

export interface PulseOptions {
  /** Where the bot listens now, if it does. */
  readonly url: () => string | undefined;
  readonly everyMs: number;
  /** An answer that takes longer is none. */
  readonly withinMs: number;
  /** Told whenever the answer to `isAlive` may have changed. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** Whether a bot gets the processor: what has stood still sees nothing, however fast its watch is. */
export interface Pulse {
  isAlive(): boolean;
}

export function createPulse({ url, everyMs, withinMs, onChange, signal }: PulseOptions): Pulse {
  let isAlive = false;

  function set(next: boolean): void {
    if (next === isAlive) return;
    isAlive = next;
    onChange();
  }

  async function probe(at: string): Promise<void> {
    const late = setTimeout(() => set(false), withinMs);
    const startedAt = performance.now();
    const answer = await fetch(`${at}/healthz`, { signal }).catch(() => undefined);
    clearTimeout(late);
    await answer?.body?.cancel();
    set(answer?.ok === true && performance.now() - startedAt <= withinMs);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const at = url();
      if (at === undefined) set(false);
      else await probe(at);
      await wait(everyMs, undefined, { signal });
    }
  }

  run().catch(() => set(false));
  return { isAlive: () => isAlive };
}
