/** Durations of a reflector; tests shorten them. */
export interface ReflectorTiming {
  /** Until an answer begins. */
  readonly openTimeoutMs: number;
  /** Until one page of a list is complete. */
  readonly pageTimeoutMs: number;
  /** How long a watch may be silent. The API server sends a bookmark about every minute. */
  readonly idleMs: number;
  /** How long the first events of a streamed list may be silent before pages are asked for instead. */
  readonly initialIdleMs: number;
  /** The server ends the watch after this many seconds, plus up to a quarter: spreads reconnections. */
  readonly watchSeconds: number;
  /** A watch that ends sooner than this is not resumed at once. */
  readonly shortWatchMs: number;
  readonly backOffBaseMs: number;
  readonly backOffCeilingMs: number;
  /** A refused connection costs nobody anything: it is tried again sooner than an overloaded server. */
  readonly unreachableCeilingMs: number;
  /** For what only an operator can change: rights, credentials, certificates. */
  readonly refusedRetryMs: number;
  /** Until a kind that is not installed is looked for again: below what readiness takes for silence. */
  readonly absentRetryMs: number;
  /** How long the first look waits for what only explains workloads. */
  readonly explanationsWithinMs: number;
}

export const reflectorTiming: ReflectorTiming = {
  openTimeoutMs: 30_000,
  pageTimeoutMs: 60_000,
  idleMs: 150_000,
  initialIdleMs: 10_000,
  watchSeconds: 240,
  shortWatchMs: 1_000,
  backOffBaseMs: 100,
  backOffCeilingMs: 30_000,
  unreachableCeilingMs: 1_500,
  refusedRetryMs: 15_000,
  absentRetryMs: 150_000,
  explanationsWithinMs: 3_000,
};
