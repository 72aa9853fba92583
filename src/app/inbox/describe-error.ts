import { PermanentError, TransientError, UserError } from '../../errors.ts';

const longest = 300;

/** What went wrong, on one line, for whoever lists the inbox. */
export function describeError(error: unknown): string {
  return `${nameOf(error)}: ${error instanceof Error ? error.message : String(error)}`
    .replaceAll(/\s+/g, ' ')
    .slice(0, longest);
}

function nameOf(error: unknown): string {
  const isOurs =
    error instanceof UserError || error instanceof PermanentError || error instanceof TransientError;
  if (isOurs) return error.code;
  return error instanceof Error ? error.name : 'thrown';
}
