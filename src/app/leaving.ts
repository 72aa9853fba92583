/** What a leader that is about to hand over still does, and what it leaves. */
export interface Leaving {
  begin(): void;
  /** Aborted when it begins: what merely waits is given up. */
  readonly signal: AbortSignal;
  /** Whether this is not to be begun any more. What people must hear of has a moment yet. */
  leaves(isNews: boolean): boolean;
}

/** So many looks that tell something are applied in it as a database far away takes; the next leader waits for as long. */
const usualMomentMs = 1_000;

/**
 * Whoever leads next looks at everything, so that what was seen here and not begun is lost to nobody. Only what is over
 * by then, a problem that has passed or a version that was replaced, nobody but this leader can tell.
 */
export function createLeaving(momentMs: number = usualMomentMs): Leaving {
  const leaving = new AbortController();
  let isMomentOver = false;

  return {
    signal: leaving.signal,
    begin() {
      if (leaving.signal.aborted) return;
      leaving.abort();
      // A program that ends before need not wait for it.
      setTimeout(() => {
        isMomentOver = true;
      }, momentMs).unref();
    },
    leaves: (isNews) => isMomentOver || (leaving.signal.aborted && !isNews),
  };
}
