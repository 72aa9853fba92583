/** Times of the clock on the wall, which may be set. */
export interface Wait {
  readonly from: number;
  readonly until: number;
}

/** 0 when nothing is waited for, and when the clock was set back to before the wait began: it would last for the hours since. */
export function endOf(wait: Wait | undefined, now: number): number {
  return wait === undefined || now < wait.from ? 0 : wait.until;
}
