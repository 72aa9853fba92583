import type { HiddenCount } from '../redaction/redaction.ts';

/** The end of a container's log, safe to show: without secrets and control characters, cut, valid text. */
export interface LogTail {
  /** Oldest first; lines of JSON by what they say. */
  readonly lines: readonly string[];
  /** Whether the lines are of the instance that crashed, as opposed to the one running now. */
  readonly isPrevious: boolean;
  /** Whether lines or parts of lines were left out for size. */
  readonly isCut: boolean;
  /** How many secrets were hidden; absent when none was. */
  readonly hidden?: number;
  /** The container that wrote them, where it is not the one that the problem is said of. */
  readonly container?: string;
  readonly role?: 'init' | 'sidecar';
}

/** A log, or the reason why there is none, as a sentence. */
export type LogResult =
  | { readonly kind: 'log'; readonly tail: LogTail }
  | { readonly kind: 'none'; readonly because: string };

/** As much of a container's log as a file takes, safe to show, its lines as the container wrote them. */
export interface FullLog {
  /** Oldest first. */
  readonly lines: readonly string[];
  /** How many lines before these were read and left out for size. */
  readonly leftOut: number;
  /** Whether there may be lines before those that were read. */
  readonly mayBeginEarlier: boolean;
  /** By rule, in the order in which they were first met. */
  readonly hidden: readonly HiddenCount[];
}

/** What was read of one container. */
export type ContainerLog =
  | { readonly kind: 'log'; readonly tail: LogTail; readonly full: FullLog }
  | { readonly kind: 'none'; readonly because: string };
