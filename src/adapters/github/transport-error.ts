import { PermanentError, TransientError } from '../../errors.ts';

/** Errors after which GitHub cannot have seen the request. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What went wrong on the way to GitHub. */
export function toTransportError(error: unknown, asked: string, isWrite: boolean): Error {
  if (error instanceof PermanentError || error instanceof TransientError) return error;
  const isUnsent = beforeSending.has(codeOf(error));
  const reason = error instanceof Error && error.message !== '' ? error.message : codeOf(error);
  return new TransientError('github-unreachable', `GitHub did not answer to ${asked}: ${reason}`, {
    cause: error,
    outcome: isWrite && !isUnsent ? 'unknown' : 'not-done',
  });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}
