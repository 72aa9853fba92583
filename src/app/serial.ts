export interface Serial {
  /** Runs work after everything that was asked under the same key before it; other keys go on beside it. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more. */
  whenIdle(): Promise<void>;
}

/** One writer per service: work is serial within a key and concurrent across keys. */
export function createSerial(): Serial {
  const tails = new Map<string, Promise<void>>();

  function run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const result = (tails.get(key) ?? Promise.resolve()).then(work);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    tails.set(key, tail);
    void tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
    return result;
  }

  async function whenIdle(): Promise<void> {
    while (tails.size > 0) await Promise.all(tails.values());
  }

  return { run, whenIdle };
}
