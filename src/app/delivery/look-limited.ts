import { TransientError } from '../../errors.ts';

/** Slack asked not to be read for a while. That says nothing of what it lets be posted. */
export class LookLimited extends TransientError {
  constructor({ code, message, retryAfterMs }: TransientError, cause: unknown) {
    super(code, message, { cause, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  }
}
