import { escapeMrkdwn } from './escape.ts';

/** A moment that every reader sees in their own time zone, the exact time on hover. */
export interface DateToken {
  readonly kind: 'date';
  readonly timestamp: number;
  readonly format: string;
  /** For notifications and old clients. */
  readonly fallback: string;
}

/**
 * `today at 14:02`. Slack keeps the day true, so that a message does not change because time went by. `at` is epoch
 * milliseconds.
 */
export function moment(at: number): DateToken {
  return token(at, '{date_short_pretty} at {time}');
}

/** `at 14:02:31`, for what happens to the second. */
export function exactly(at: number): DateToken {
  return token(at, 'at {time_secs}');
}

/** `3 minutes ago`: Slack keeps it true without an edit of ours. */
export function ago(at: number): DateToken {
  return token(at, '{ago}');
}

/** The token as mrkdwn: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function mrkdwnDate({ timestamp, format, fallback }: DateToken): string {
  return `<!date^${timestamp}^${format}|${escapeMrkdwn(fallback)}>`;
}

function token(at: number, format: string): DateToken {
  const time = new Date(clamp(at));
  const fallback = `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { kind: 'date', timestamp: Math.floor(time.getTime() / 1_000), format, fallback };
}

/** A broken clock must not break a message: dates outside these have no ISO form of the usual length. */
function clamp(at: number): number {
  return Number.isFinite(at) ? Math.min(Math.max(at, 0), 253_402_300_799_000) : 0;
}
