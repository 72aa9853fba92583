import { within } from '../within.ts';
import type { Ending } from './attempt.ts';

export interface Endings {
  /** Begins to listen for how the next attempt at the key ends. */
  listen(key: string): { within(ms: number): Promise<Ending | undefined> };
  tell(key: string, ending: Ending): void;
}

/** Lets whoever brought a request hear what became of it, if they wait. */
export function createEndings(): Endings {
  const listeners = new Map<string, Set<(ending: Ending) => void>>();

  return {
    listen(key) {
      const { promise, resolve } = Promise.withResolvers<Ending>();
      const own = listeners.get(key) ?? new Set();
      listeners.set(key, own.add(resolve));
      return {
        async within(ms) {
          try {
            return await within(ms, promise);
          } catch {
            return undefined;
          } finally {
            own.delete(resolve);
            if (own.size === 0 && listeners.get(key) === own) listeners.delete(key);
          }
        },
      };
    },
    tell(key, ending) {
      for (const listener of listeners.get(key) ?? []) listener(ending);
    },
  };
}
