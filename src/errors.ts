/** Something a person did or configured; its message is shown to them as it is, and says what to do next. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The world said no, and would say no again: an operator has to act. `code` is stable, such as `channel_not_found`. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface TransientOptions extends ErrorOptions {
  /** How long the other side asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** `unknown` when the other side may have done what was asked: look before asking again. */
  readonly outcome?: 'not-done' | 'unknown';
}

/** The world did not answer as it should; the same call may go through later. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly outcome: 'not-done' | 'unknown';

  constructor(code: string, message: string, options: TransientOptions = {}) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.outcome = options.outcome ?? 'not-done';
  }
}
