import type { Person } from '../rollback/rollback.ts';

/** Why automatic releases wait. */
export type LockCause =
  /** Somebody went back from a version: the pipeline must not bring it again. */
  | { readonly kind: 'rollback'; readonly from: string; readonly to: string; readonly cardId: string }
  /** Somebody asked for it. The reason is untrusted text. */
  | { readonly kind: 'asked'; readonly reason?: string };

/** What a lock is for, in one line for machines and records; undefined when nobody said. */
export function lockReason(cause: LockCause): string | undefined {
  return cause.kind === 'rollback' ? `rolled back from ${cause.from} to ${cause.to}` : cause.reason;
}

/** Automatic releases of one service to one environment wait: at most one lock for each. */
export interface Lock {
  readonly service: string;
  readonly environment: string;
  readonly by: Person;
  readonly at: number;
  readonly until: number;
  readonly cause: LockCause;
}

/** A lock that nobody remembers is in the way of everybody. */
export const longestLockMs = 30 * 24 * 60 * 60_000;
export const shortestLockMs = 60_000;

/** Of two locks of the same, the one that holds longer stays. */
export function longerLock(one: Lock | undefined, other: Lock): Lock {
  return one !== undefined && one.until > other.until ? one : other;
}
