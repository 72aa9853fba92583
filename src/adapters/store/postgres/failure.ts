import { TransientError } from '../../../errors.ts';

/**
 * `lost`: the connection, or the server for all of its clients. `conflict`: another transaction was faster, and the same
 * work may go through. `busy`: the server gave up waiting or has no room.
 */
export type FailureKind = 'lost' | 'conflict' | 'busy' | 'other';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: classes, and single codes. */
const kinds: ReadonlyMap<string, FailureKind> = new Map([
  ['08', 'lost'],
  ['57P01', 'lost'],
  ['57P02', 'lost'],
  ['57P03', 'lost'],
  ['57P05', 'lost'],
  ['25P03', 'lost'],
  // A standby that was the primary a moment ago.
  ['25006', 'lost'],
  ['40001', 'conflict'],
  ['40P01', 'conflict'],
  ['53', 'busy'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
]);

const lostCodes: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** node-postgres gives these no code. */
const lostMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

export function failureKind(error: unknown): FailureKind {
  if (!(error instanceof Error)) return 'other';
  const code = codeOf(error);
  const kind = kinds.get(code) ?? kinds.get(code.slice(0, 2));
  if (kind !== undefined && code.length === 5) return kind;
  return lostCodes.has(code) || lostMessages.test(error.message) ? 'lost' : 'other';
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const unavailable = 'store_unavailable';
const busy = 'store_busy';

export function isStoreError({ code }: TransientError): boolean {
  return code === unavailable || code === busy;
}

/** What the app is told: a TransientError, unless the failure is a defect or the app's own. */
export function toStoreError(error: unknown, outcome: 'not-done' | 'unknown'): unknown {
  const kind = failureKind(error);
  if (kind === 'other') return error;
  const message = kind === 'lost' ? 'PostgreSQL cannot be reached.' : 'PostgreSQL is too busy.';
  const code = kind === 'lost' ? unavailable : busy;
  return new TransientError(code, message, { outcome, cause: error });
}
