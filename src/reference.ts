import { randomBytes } from 'node:crypto';

/** What a person can tell an operator, who finds it in the log: short enough to read aloud. */
export function createReference(): string {
  return randomBytes(4).toString('hex');
}
