import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../ports.ts';

/**
 * Slack's libraries log through ours. Their debug lines carry whole requests and are dropped; what they call info is
 * of interest to nobody but a person debugging.
 */
export function toSlackLogger(log: Log): Logger {
  return {
    debug: () => {},
    info: (...parts) => log.debug({ detail: sentence(parts) }, 'Slack library'),
    warn: (...parts) => log.warn({ detail: sentence(parts) }, 'Slack library'),
    error: (...parts) => log.error({ detail: sentence(parts) }, 'Slack library'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

const maxDetail = 500;

function sentence(parts: readonly unknown[]): string {
  return parts
    .map((part) => (part instanceof Error ? part.message : String(part)))
    .join(' ')
    .slice(0, maxDetail);
}
