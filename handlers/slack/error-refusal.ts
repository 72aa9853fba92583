import { TransientError } from '../../src/errors.ts';
import type { Log } from '../../src/ports.ts';
import { createReference } from '../../src/reference.ts';

export interface Failing {
  readonly log: Log;
  readonly userId: string;
  /** What could not be done, for the log. */
  readonly what: string;
}

/**
 * The reference under which a failure of ours is in the log, because nobody should be left without an answer. What may
 * pass by itself is thrown on: the request is tried again.
 */
export function referenceOf(error: unknown, { log, userId, what }: Failing): string {
  if (error instanceof TransientError) throw error;
  const reference = createReference();
  log.error({ err: error, reference, userId }, what);
  return reference;
}

export function errorRefusal(error: unknown, failing: Failing) {
  return { kind: 'refused', refusal: { kind: 'error', reference: referenceOf(error, failing) } } as const;
}
