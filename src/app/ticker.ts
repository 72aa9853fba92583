import type { Log } from '../ports.ts';

/**
 * Does work again and again, never twice at once. Answers how to stop, which waits for work under way; `isStopping` tells
 * that work of several steps that it need not begin the next one.
 */
export function createTicker(
  everyMs: number,
  work: (isStopping: () => boolean) => Promise<void>,
  log: Log,
): { stop(): Promise<void> } {
  let underWay: Promise<void> = Promise.resolve();
  let isBusy = false;
  let isStopping = false;

  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    underWay = work(() => isStopping)
      .catch((error: unknown) => log.error({ err: error }, 'regular work failed; it is tried again'))
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);

  return {
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await underWay;
    },
  };
}
