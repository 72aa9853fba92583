import type { Clock } from '../../ports.ts';

interface CacheOptions<T> {
  readonly clock: Clock;
  readonly maxAgeMs: number;
  readonly maxEntries: number;
  readonly load: (key: string) => Promise<T>;
}

/** Remembers answers for a while, the oldest goes first. Who asks at the same time shares one load; failures are not kept. */
export function createCache<T>({ clock, maxAgeMs, maxEntries, load }: CacheOptions<T>) {
  const entries = new Map<string, { readonly loadedAt: number; readonly value: Promise<T> }>();

  return (key: string): Promise<T> => {
    const entry = entries.get(key);
    if (entry !== undefined && clock.now() - entry.loadedAt < maxAgeMs) return entry.value;
    entries.delete(key);
    const [oldest] = entries.keys();
    if (entries.size >= maxEntries && oldest !== undefined) entries.delete(oldest);
    const fresh = { loadedAt: clock.now(), value: load(key) };
    entries.set(key, fresh);
    fresh.value.catch(() => {
      if (entries.get(key) === fresh) entries.delete(key);
    });
    return fresh.value;
  };
}
