import { PermanentError, TransientError } from '../../errors.ts';
import { ForbiddenError, missingRule } from './forbidden-error.ts';
import { integerOf, objectOf, textOf } from './json-field.ts';

export interface Refusal {
  readonly status: number;
  /** The parsed body: a Status object, if the API server itself answered. */
  readonly body: unknown;
  readonly retryAfterMs: number | undefined;
  readonly cluster: string;
  /** `list pods`, for answers that do not name what was asked. */
  readonly asked: string;
  /** Where the credentials come from. */
  readonly source: string;
}

const permanentCodes: ReadonlyMap<number, string> = new Map([
  [400, 'kubernetes-bad-request'],
  [404, 'kubernetes-not-found'],
  [405, 'kubernetes-bad-request'],
  [409, 'kubernetes-conflict'],
  [410, 'kubernetes-expired'],
  [415, 'kubernetes-bad-request'],
  [422, 'kubernetes-invalid'],
]);

/** An answer that is no success, as an error with a stable code and a sentence on what to check. */
export function toResponseError(refusal: Refusal): PermanentError | TransientError {
  const { status, cluster, asked, retryAfterMs } = refusal;
  const words = textOf(objectOf(refusal.body)['message']);
  const said = words === '' ? `HTTP ${status}` : words;

  if (status === 401) {
    return new PermanentError(
      'kubernetes-unauthorized',
      `Cluster ${cluster} does not accept the credentials. Check ${refusal.source}: it may have expired or belong to another cluster.`,
    );
  }
  if (status === 403) {
    const rule = missingRule(words, asked);
    return new ForbiddenError(
      rule,
      `Cluster ${cluster} does not allow Shipmate to ${rule}. Grant it by RBAC.`,
    );
  }
  if (status === 429) {
    const options = retryAfterMs === undefined ? {} : { retryAfterMs };
    return new TransientError(
      'kubernetes-throttled',
      `Cluster ${cluster} asks to slow down: ${said}`,
      options,
    );
  }
  const code = permanentCodes.get(status);
  if (code !== undefined) return new PermanentError(code, `Cluster ${cluster} refused to ${asked}: ${said}`);
  // A gateway may answer 5xx for a request that the API server carried out.
  return new TransientError('kubernetes-unavailable', `Cluster ${cluster} could not ${asked}: ${said}`, {
    outcome: 'unknown',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Milliseconds of a Retry-After header, which is a number of seconds or a date. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = integerOf(header.trim(), -1);
  if (seconds >= 0) return Math.min(seconds, 3_600) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.min(date - now, 3_600_000));
}
