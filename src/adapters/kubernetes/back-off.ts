export interface BackOff {
  /** How long to wait before the next attempt, in milliseconds: full jitter under a doubling ceiling. */
  next(request?: { ceilingMs?: number }): number;
  reset(): void;
}

export interface BackOffOptions {
  readonly baseMs: number;
  readonly ceilingMs: number;
  /** 0 up to 1. */
  readonly random: () => number;
}

/** Exponential back-off with full jitter, so that many clients do not come back at the same moment. */
export function createBackOff({ baseMs, ceilingMs, random }: BackOffOptions): BackOff {
  let attempts = 0;
  return {
    next(request = {}) {
      const ceiling = Math.min(request.ceilingMs ?? ceilingMs, baseMs * 2 ** Math.min(attempts, 20));
      attempts += 1;
      // Never at once: a server that closes every stream at once must not be asked in a tight loop.
      return Math.round(baseMs / 2 + random() * ceiling);
    },
    reset() {
      attempts = 0;
    },
  };
}
