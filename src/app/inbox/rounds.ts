import { AsyncLocalStorage } from 'node:async_hooks';

export interface Rounds {
  /** Something may be to do for this subject. */
  want(subject: string): void;
  start(): void;
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

interface RoundsOptions {
  /** Steps at once. */
  readonly most: number;
  /** Does the next thing for a subject; answers whether there may be more to do at once. Never rejects. */
  readonly step: (subject: string) => Promise<boolean>;
}

/**
 * One step at a time within a subject, several subjects beside each other, and each subject in its turn: one with a
 * thousand entries keeps none of the others waiting.
 */
export function createRounds({ most, step }: RoundsOptions): Rounds {
  // The first word may come from inside a transaction, which steps must not join.
  const runDetached = AsyncLocalStorage.snapshot();
  const wanted = new Set<string>();
  const underWay = new Map<string, Promise<void>>();
  let isRunning = false;

  function begin(): void {
    if (!isRunning) return;
    for (const subject of wanted) {
      if (underWay.size >= most) return;
      if (underWay.has(subject)) continue;
      wanted.delete(subject);
      underWay.set(subject, runDetached(run, subject));
    }
  }

  async function run(subject: string): Promise<void> {
    const isMore = await step(subject);
    underWay.delete(subject);
    if (isMore) wanted.add(subject);
    begin();
  }

  return {
    want(subject) {
      wanted.add(subject);
      begin();
    },
    start() {
      isRunning = true;
      begin();
    },
    async stop() {
      isRunning = false;
      await Promise.all(underWay.values());
    },
  };
}
