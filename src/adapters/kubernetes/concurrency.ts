/** Runs at most `max` pieces of work at a time; the rest wait in order. */
export type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

export function createLimiter(max: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async (work) => {
    if (running >= max) {
      const turn = Promise.withResolvers<void>();
      waiting.push(turn.resolve);
      // The one that ends hands its place over, so `running` stays as it is.
      await turn.promise;
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
