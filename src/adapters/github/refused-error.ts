import { PermanentError } from '../../errors.ts';

/** GitHub's no, by its status. `said` is GitHub's own sentence: foreign text. */
export class RefusedError extends PermanentError {
  readonly status: number;
  readonly said: string;

  constructor(status: number, asked: string, said: string, options?: ErrorOptions) {
    super(`github-${status}`, `GitHub refused to ${asked} (${status}): ${said}`, options);
    this.status = status;
    this.said = said;
  }
}

/** Whether it is for want of rights: GitHub says 404 of what it does not let us know of. */
export function isForbidden(error: unknown): error is RefusedError {
  return error instanceof RefusedError && [401, 403, 404].includes(error.status);
}

export function isRefused(error: unknown, ...statuses: readonly number[]): error is RefusedError {
  return error instanceof RefusedError && statuses.includes(error.status);
}
