import type { Lock } from '../domain/lock/lock.ts';

export interface LockStore {
  /** In force at `now`; undefined when automatic releases are free. */
  lock(request: { service: string; environment: string; now: number }): Promise<Lock | undefined>;
  /** In force at `now`, what ends first first. */
  locks(now: number): Promise<readonly Lock[]>;
  /** Ended by time at or before `now`, and not yet forgotten. */
  endedLocks(now: number): Promise<readonly Lock[]>;
  /** One for each service and environment: a later one replaces an earlier one. */
  saveLock(lock: Lock): Promise<void>;
  deleteLock(of: { service: string; environment: string }): Promise<void>;
}
