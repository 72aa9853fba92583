export interface TokenBucket {
  /** The earliest time at which a token may be taken so that `reserve` stay for others. */
  readyAt(now: number, reserve?: number): number;
  take(now: number): void;
  /** Whoever counts on the other side has run out: no burst and a slower pace, until long after the last time. */
  slowDown(now: number): void;
}

/** How long a bucket that was too generous stays careful. */
const carefulForMs = 10 * 60_000;
const mostCareful = 4;
const slowerEachTime = 0.9;

/** Starts full. A clock that is set back gives no tokens and takes none. */
export function createTokenBucket(burst: number, perMs: number): TokenBucket {
  let tokens = burst;
  let filledAt = Number.NEGATIVE_INFINITY;
  let careful = 0;
  let carefulUntil = Number.NEGATIVE_INFINITY;
  const capacity = () => (careful === 0 ? burst : Math.min(burst, 1));
  const pace = () => perMs * slowerEachTime ** careful;

  function fill(now: number): void {
    if (now >= carefulUntil) careful = 0;
    tokens = Math.min(capacity(), tokens + Math.max(0, now - filledAt) * pace());
    filledAt = now;
  }

  return {
    readyAt(now, reserve = 0) {
      fill(now);
      const missing = Math.min(1 + reserve, capacity()) - tokens;
      return missing <= 0 ? now : now + Math.ceil(missing / pace());
    },
    take(now) {
      fill(now);
      tokens -= 1;
    },
    slowDown(now) {
      fill(now);
      careful = Math.min(mostCareful, careful + 1);
      carefulUntil = now + carefulForMs;
      tokens = Math.min(tokens, 0);
    },
  };
}
