export interface TokenBucket {
  /** The earliest time at which a token may be taken so that `reserve` stay for others. */
  readyAt(now: number, reserve?: number): number;
  take(now: number): void;
}

/** Starts full. A clock that is set back gives no tokens and takes none. */
export function createTokenBucket(capacity: number, tokensPerMs: number): TokenBucket {
  let tokens = capacity;
  let filledAt = Number.NEGATIVE_INFINITY;

  function fill(now: number): void {
    const elapsedMs = Math.max(0, now - filledAt);
    tokens = Math.min(capacity, tokens + elapsedMs * tokensPerMs);
    filledAt = now;
  }

  return {
    readyAt(now, reserve = 0) {
      fill(now);
      const missing = 1 + reserve - tokens;
      return missing <= 0 ? now : now + Math.ceil(missing / tokensPerMs);
    },
    take(now) {
      fill(now);
      tokens -= 1;
    },
  };
}
