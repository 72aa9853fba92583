import type { Log } from '../ports.ts';

/** Does work again and again, never twice at once. Answers how to stop, which waits for work under way. */
export function createTicker(
  everyMs: number,
  work: () => Promise<void>,
  log: Log,
): { stop(): Promise<void> } {
  let underWay: Promise<void> = Promise.resolve();
  let isBusy = false;

  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    underWay = work()
      .catch((error: unknown) => log.error({ err: error }, 'regular work failed; it is tried again'))
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);

  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
