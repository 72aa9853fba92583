import { PermanentError, TransientError } from '../../errors.ts';
import type { Chat } from '../../ports.ts';
import type { Attempt } from './attempt.ts';
import { isEverywhere } from './error-table.ts';
import { LookLimited } from './look-limited.ts';
import type { Records } from './records.ts';
import type { Payload } from './subject-source.ts';
import type { Waits } from './waits.ts';

export type Sent =
  | { readonly kind: 'shown'; readonly channel: string; readonly ts: string }
  /** An earlier post had gone through after all. */
  | { readonly kind: 'found'; readonly channel: string; readonly ts: string }
  /** It is not in Slack, and nothing is to be sent. */
  | { readonly kind: 'absent' }
  /** Whether it was sent before cannot be known, and it must not be sent twice. */
  | { readonly kind: 'unknowable' };

export interface SendDependencies {
  readonly chat: Chat;
  readonly records: Records;
  readonly waits: Waits;
  readonly now: () => number;
}

export type Send = (attempt: Attempt, payload: Payload, dependencies: SendDependencies) => Promise<Sent>;

/** The source of a subject says how a slot is sent and what it looks like; both must agree. */
export function mismatch({ key, method }: Attempt, { kind }: Payload): Error {
  return new Error(`${key} is sent by ${method} and cannot be a ${kind}`);
}

/** Whether an earlier attempt may have gone through after all: then it is looked for before anything is sent. */
export function mayBeSent({ key, method, record }: Attempt, waits: Waits): boolean {
  if (record.status !== 'posting' || waits.isKnownUnposted(key)) return false;
  return method === 'post' || (method === 'upload' && record.ts !== undefined);
}

/**
 * Stores the intent. While that is in doubt nothing has been asked of Slack: what is stored is `posting` or is not, and
 * in either case there is nothing to look for, and nothing to give up.
 */
export async function intending(key: string, waits: Waits, store: () => Promise<void>): Promise<void> {
  try {
    await store();
  } catch (error) {
    waits.markUnposted(key);
    if (!(error instanceof TransientError)) throw error;
    throw new TransientError(error.code, error.message, { cause: error, outcome: 'not-done' });
  }
}

/** Remembers of a call that must not be made twice whether Slack has said no to it. */
export async function noting<T>(key: string, waits: Waits, call: () => Promise<T>): Promise<T> {
  // An earlier no says nothing about this call, whose answer may yet be lost on its way into the store.
  waits.markUnknown(key);
  try {
    return await call();
  } catch (error) {
    const isRefused = error instanceof PermanentError;
    const isUndone = error instanceof TransientError && error.outcome === 'not-done';
    if (isRefused || isUndone) waits.markUnposted(key);
    throw error;
  }
}

/**
 * Without the right to read the channel one possible duplicate is better than a lost verdict. Many are not: each blind
 * attempt makes the next wait longer.
 */
export async function unlessUnreadable<T>(
  key: string,
  waits: Waits,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    // Let in, but not to read here, whatever Slack calls it.
    if (error instanceof PermanentError && !isEverywhere(error.code)) {
      waits.couldNotLook(key);
      return undefined;
    }
    if (error instanceof TransientError && error.code === 'ratelimited') throw new LookLimited(error, error);
    throw error;
  }
}
