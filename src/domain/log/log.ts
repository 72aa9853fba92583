/** The end of a container's log, safe to show: without secrets and control characters, cut, valid text. */
export interface LogTail {
  /** Oldest first. */
  readonly lines: readonly string[];
  /** Whether the lines are of the instance that crashed, as opposed to the one running now. */
  readonly isPrevious: boolean;
  /** Whether lines or parts of lines were left out for size. */
  readonly isCut: boolean;
  /** How many secrets were hidden; absent when none was. */
  readonly hidden?: number;
}

/** A log, or the reason why there is none, as a sentence. */
export type LogResult =
  | { readonly kind: 'log'; readonly tail: LogTail }
  | { readonly kind: 'none'; readonly because: string };
