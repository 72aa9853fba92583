import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/app/delivery/decide.ts';
import { PermanentError, TransientError } from '../../../src/errors.ts';

describe('what a failed call means', () => {
  it.each([
    ['invalid_blocks', 'render-plain'],
    ['msg_too_long', 'shorten'],
    ['message_not_found', 'post-anew'],
    ['edit_window_closed', 'post-anew'],
    ['channel_not_found', 'reroute'],
    ['is_archived', 'reroute'],
    ['token_revoked', 'suspend'],
    ['missing_scope', 'suspend'],
    ['never_heard_of', 'give-up'],
  ])('%s: %s', (code, kind) => {
    expect(decide(new PermanentError(code, ''), { method: 'update', channel: 'C1' })).toEqual({ kind, code });
  });

  it('takes the time that Slack asks for, or one of its own', () => {
    const told = new TransientError('ratelimited', '', { retryAfterMs: 7_000 });
    const untold = new TransientError('ratelimited', '');

    expect(decide(told, { method: 'post', channel: 'C1' })).toEqual({
      kind: 'slow-down',
      retryAfterMs: 7_000,
    });
    expect(decide(untold, { method: 'post', channel: 'C1' })).toEqual({
      kind: 'slow-down',
      retryAfterMs: 1_000,
    });
    expect(decide(untold, { method: 'update', channel: 'C1' })).toEqual({
      kind: 'slow-down',
      retryAfterMs: 5_000,
    });
  });

  it.each([
    ['nothing', 0, 1_000],
    ['less than nothing', -5_000, 1_000],
    ['three years', 99_999_999_000, 3_600_000],
  ])('pauses for a while, and not for ever, when Slack asks for %s', (_asked, retryAfterMs, pauseMs) => {
    const error = new TransientError('ratelimited', '', { retryAfterMs });

    expect(decide(error, { method: 'update', channel: 'C1' })).toEqual({
      kind: 'slow-down',
      retryAfterMs: pauseMs,
    });
  });

  it('never takes a defect for a refusal', () => {
    expect(decide(new TypeError('x is undefined'), { method: 'post', channel: 'C1' })).toEqual({
      kind: 'retry',
      code: 'defect',
      isUnknown: true,
    });
  });
});
