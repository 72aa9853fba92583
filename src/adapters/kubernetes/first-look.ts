import type { Log } from '../../ports.ts';

export interface FirstLook {
  /** A watch of which the first list is to be waited for; answers what to call when that is complete. */
  await(name: string, isExplanatory: boolean): () => void;
  hasBegun(): boolean;
  /** It never begins then, unless it has begun. */
  stop(): void;
}

export interface FirstLookOptions {
  /** Called once. */
  readonly onBegin: () => void;
  /** How long what explains is waited for, once the workloads and all they are made of are known. */
  readonly explanationsWithinMs: number;
  readonly log: Log;
}

/**
 * Says when enough is known to look at the workloads for the first time. A cluster often has one API that fails for
 * days, such as a custom resource whose conversion webhook is gone: what only explains must not keep everything else
 * from being told.
 */
export function createFirstLook({ onBegin, explanationsWithinMs, log }: FirstLookOptions): FirstLook {
  const needed = new Set<string>();
  const explanations = new Set<string>();
  let isOver = false;
  let hasBegun = false;
  let patience: NodeJS.Timeout | undefined;

  function begin(): void {
    clearTimeout(patience);
    isOver = true;
    hasBegun = true;
    onBegin();
  }

  function beginWithout(): void {
    log.warn({ watches: [...explanations] }, 'The cluster is followed without what these would explain');
    begin();
  }

  function check(): void {
    if (isOver || needed.size > 0) return;
    if (explanations.size === 0) begin();
    else patience ??= setTimeout(beginWithout, explanationsWithinMs);
  }

  return {
    await(name, isExplanatory) {
      const awaited = isExplanatory ? explanations : needed;
      awaited.add(name);
      return () => {
        awaited.delete(name);
        check();
      };
    },
    hasBegun: () => hasBegun,
    stop() {
      isOver = true;
      clearTimeout(patience);
    },
  };
}
