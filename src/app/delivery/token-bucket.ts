export interface TokenBucket {
  /** The earliest time at which a token may be taken so that `reserve` stay for others. */
  readyAt(now: number, reserve?: number): number;
  take(): void;
  /** The call that a token was taken for has been answered: until then it may not have been counted yet. */
  answered(now: number): void;
  /** Whoever counts on the other side has run out: no burst and a slower pace, until long after the last time. */
  slowDown(now: number): void;
}

/** How long a bucket that was too generous stays careful. */
const carefulForMs = 10 * 60_000;
const mostCareful = 4;
const slowerEachTime = 0.9;

/**
 * Starts full. Calls do not arrive as far apart as they were sent, so a token counts as spent when its call is answered,
 * which is never before the other side has counted it; meanwhile it is held. A clock that is set back gives no tokens and
 * takes none.
 */
export function createTokenBucket(burst: number, perMs: number): TokenBucket {
  let tokens = burst;
  let held = 0;
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
      const missing = Math.min(1 + reserve, capacity()) + held - tokens;
      return missing <= 0 ? now : now + Math.ceil(missing / pace());
    },
    take() {
      held += 1;
    },
    answered(now) {
      fill(now);
      held = Math.max(0, held - 1);
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
