import { PermanentError, TransientError } from '../../errors.ts';

/** Errors after which the API server cannot have seen the request. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const timedOut: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'TimeoutError',
]);
const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/;

/** What went wrong on the way to the API server, as an error with a stable code. */
export function toTransportError(error: unknown, request: { cluster: string; serverUrl?: string }): Error {
  if (error instanceof PermanentError || error instanceof TransientError) return error;
  const { cluster, serverUrl } = request;
  const at = serverUrl === undefined ? '' : ` at ${serverUrl}`;
  const code = codeOf(error);
  const reason = error instanceof Error ? error.message : String(error);

  if (certificateCode.test(code)) {
    const message = `The certificate of cluster ${cluster}${at} is not trusted (${code}). Check its CA file.`;
    return new PermanentError('kubernetes-certificate', message, { cause: error });
  }
  if (timedOut.has(code)) {
    const message = `Cluster ${cluster}${at} did not answer in time.`;
    return new TransientError('kubernetes-timeout', message, { cause: error, outcome: 'unknown' });
  }
  const outcome = beforeSending.has(code) ? 'not-done' : 'unknown';
  const message = `Cluster ${cluster} cannot be reached${at}: ${reason === '' ? code : reason}`;
  return new TransientError('kubernetes-unreachable', message, { cause: error, outcome });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}
