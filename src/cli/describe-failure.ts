import { randomBytes } from 'node:crypto';
import { PermanentError, TransientError, UserError } from '../errors.ts';

/**
 * What the person at the terminal reads, a line each. A failure that nobody foresaw is one sentence and a reference;
 * the log line after it has the same reference and the stack.
 */
export function describeFailure(error: unknown, reference = newReference()): string[] {
  if (error instanceof UserError) return [error.message];
  if (error instanceof PermanentError || error instanceof TransientError)
    return [`${error.message} (${error.code})`];

  const sentence = `Shipmate stopped because of something it did not expect. (ref ${reference})`;
  const stack = error instanceof Error ? error.stack : String(error);
  return [sentence, JSON.stringify({ level: 'error', reference, msg: 'command failed', stack })];
}

function newReference(): string {
  return randomBytes(3).toString('hex').toUpperCase();
}
