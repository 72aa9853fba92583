import { TransientError } from '../../src/errors.ts';
import type { Log } from '../../src/ports.ts';
import { createReference } from '../../src/reference.ts';

/**
 * A failure of ours as a refusal with a reference, because nobody should be left without an answer. What may pass by
 * itself is thrown on: the request is tried again.
 */
export function errorRefusal(
  error: unknown,
  { log, userId, what }: { log: Log; userId: string; what: string },
) {
  if (error instanceof TransientError) throw error;
  const reference = createReference();
  log.error({ err: error, reference, userId }, what);
  return { kind: 'refused', refusal: { kind: 'error', reference } } as const;
}
