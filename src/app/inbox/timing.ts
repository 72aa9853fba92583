export interface InboxTiming {
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** How often to look for what is due: retries, entries that an operator revived, and those of a dead replica. */
  readonly pollMs: number;
  /** How long an entry stays with who processes it unless they say that they are still at it. */
  readonly leaseMs: number;
  /** How long whoever received an entry may be the first to take it. */
  readonly reservationMs: number;
  /** After this an attempt has failed, whatever it still does. */
  readonly attemptTimeoutMs: number;
  /** How long a stop waits for what is under way. */
  readonly stopWithinMs: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** Entries that are processed at once; of as many bodies the memory must hold. */
  readonly most: number;
  readonly forgetEveryMs: number;
}

export const defaultTiming: InboxTiming = {
  random: Math.random,
  pollMs: 1_000,
  leaseMs: 10_000,
  reservationMs: 3_000,
  attemptTimeoutMs: 60_000,
  stopWithinMs: 10_000,
  firstRetryMs: 1_000,
  maxRetryMs: 60_000,
  most: 64,
  forgetEveryMs: 60_000,
};
