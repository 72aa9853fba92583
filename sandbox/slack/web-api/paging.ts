import type { JsonObject } from '../json.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { CallArguments } from './call-arguments.ts';

const cursorPrefix = 'offset:';

export interface Page<T> {
  items: T[];
  hasMore: boolean;
  metadata: JsonObject;
}

/** Cuts one page out of a list; the cursor is opaque to the caller, as Slack's is. */
export function takePage<T>(items: readonly T[], call: CallArguments, defaultLimit = 100): Page<T> {
  const limit = call.integer('limit') ?? defaultLimit;
  if (limit < 1 || limit > 1000) throw new SlackApiError('invalid_limit');

  const start = readCursor(call.text('cursor'));
  const end = start + limit;
  const hasMore = end < items.length;
  const next = hasMore ? Buffer.from(`${cursorPrefix}${end}`).toString('base64') : '';
  return { items: items.slice(start, end), hasMore, metadata: { response_metadata: { next_cursor: next } } };
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const decoded = Buffer.from(cursor, 'base64').toString();
  if (!/^offset:\d+$/.test(decoded)) throw new SlackApiError('invalid_cursor');
  return Number(decoded.slice(cursorPrefix.length));
}
