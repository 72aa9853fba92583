export interface Timers {
  /** Runs once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** Runs again and again; the returned function ends it. */
  every(intervalMs: number, run: () => void): () => void;
  /** Cancels everything and refuses new timers. */
  clear(): void;
}

/** Every timer of one stand-in in one place, so that closing it leaves nothing behind that keeps a process alive. */
export function createTimers(): Timers {
  const cancellers = new Set<() => void>();
  let isClosed = false;

  function track(start: () => () => void): () => void {
    if (isClosed) return () => undefined;
    const stop = start();
    const cancel = () => {
      cancellers.delete(cancel);
      stop();
    };
    cancellers.add(cancel);
    return cancel;
  }

  return {
    after(delayMs, run) {
      const cancel = track(() => {
        const timer = setTimeout(() => {
          cancellers.delete(cancel);
          run();
        }, delayMs);
        return () => clearTimeout(timer);
      });
      return cancel;
    },
    every(intervalMs, run) {
      return track(() => {
        const timer = setInterval(run, intervalMs);
        return () => clearInterval(timer);
      });
    },
    clear() {
      isClosed = true;
      for (const cancel of [...cancellers]) cancel();
    },
  };
}
