import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, Log } from '../../ports.ts';
import type { Schedule } from './timing.ts';

export interface Pass {
  /** Whether the queue has changed since this pass began: what is most urgent may be another message by now. */
  isOutdated(): boolean;
  /** Whether nothing is to be begun any more: another replica delivers, or will. */
  isOver(): boolean;
}

interface LoopOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule: Schedule;
  /** Looks at the queue once and starts what may start; answers when to look again, if the clock alone decides. */
  readonly pass: (pass: Pass) => Promise<number | undefined>;
}

/** Never two looks at a time, never a timer when nothing waits. */
export interface Loop {
  start(): void;
  /** Look at the queue as soon as possible. */
  nudge(): void;
  /** Something that a look has started; the end of it makes for another look. */
  track(work: Promise<void>): void;
  whenIdle(): Promise<void>;
  stop(): Promise<void>;
}

const afterFailureMs = 1_000;

export function createLoop({ clock, log, schedule, pass }: LoopOptions): Loop {
  const tracked = new Set<Promise<void>>();
  const idleWaiters = new Set<() => void>();
  // A nudge may come from inside a transaction of the store; delivery must not run in it.
  const runDetached = AsyncLocalStorage.snapshot();
  let state: 'new' | 'running' | 'stopped' = 'new';
  let isWanted = false;
  let running: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;

  function nudge(): void {
    if (state !== 'running') return;
    isWanted = true;
    running ??= runDetached(run);
  }

  async function run(): Promise<void> {
    while (isWanted && state === 'running') {
      isWanted = false;
      clearTimer();
      const wakeAt = await look();
      if (wakeAt !== undefined && state === 'running') {
        cancelTimer = schedule(Math.max(1, wakeAt - clock.now()), onTimer);
      }
    }
    running = undefined;
    tellIfIdle();
  }

  async function look(): Promise<number | undefined> {
    try {
      return await pass({ isOutdated: () => isWanted, isOver: () => state !== 'running' });
    } catch (error) {
      log.error({ err: error }, 'The delivery queue could not be read; it is tried again');
      return clock.now() + afterFailureMs;
    }
  }

  function onTimer(): void {
    cancelTimer = undefined;
    nudge();
  }

  function clearTimer(): void {
    cancelTimer?.();
    cancelTimer = undefined;
  }

  function isIdle(): boolean {
    return running === undefined && cancelTimer === undefined && tracked.size === 0;
  }

  function tellIfIdle(): void {
    if (!isIdle()) return;
    for (const tell of idleWaiters) tell();
    idleWaiters.clear();
  }

  return {
    nudge,
    start() {
      if (state === 'new') state = 'running';
      nudge();
    },
    track(work) {
      tracked.add(work);
      work.finally(() => {
        tracked.delete(work);
        nudge();
        tellIfIdle();
      });
    },
    whenIdle: () =>
      isIdle() ? Promise.resolve() : new Promise((resolve) => idleWaiters.add(() => resolve())),
    async stop() {
      state = 'stopped';
      clearTimer();
      // The look that is under way may have begun something since.
      while (running !== undefined || tracked.size > 0) await Promise.all([running, ...tracked]);
      tellIfIdle();
    },
  };
}
