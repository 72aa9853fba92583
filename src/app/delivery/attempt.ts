import type { MessageName, MessageRecord, Store } from '../../ports.ts';
import type { SubjectSource, Transport } from './subject-source.ts';

/** What is asked of Slack: each has limits and answers of its own. */
export type Method = 'post' | 'update' | 'upload' | 'answer' | 'publish';

/** One message on its way: what to call, and where. */
export interface Attempt {
  readonly key: string;
  readonly method: Method;
  readonly channel: string;
  readonly threadTs?: string;
  readonly record: MessageRecord;
  readonly source: SubjectSource;
}

export type Addressed =
  | { readonly kind: 'ready'; readonly attempt: Attempt }
  /** A reply cannot be posted before what it replies to; the delivery of that wakes it. */
  | { readonly kind: 'waits-for-root'; readonly root: MessageRecord }
  /** Nobody wants the root in Slack, or not yet. */
  | { readonly kind: 'root-unwanted'; readonly attempt: Attempt }
  | { readonly kind: 'root-broken' };

/** Names a message in Slack's metadata and in memory. Cards came first: theirs is without the kind. */
export function messageKey({ subject: { kind, id }, slot }: MessageName): string {
  return kind === 'card' ? `${id}:${slot}` : `${kind}/${id}:${slot}`;
}

/** Where a message goes. A reply follows its root, wherever that was posted in the end. */
export async function address(
  record: MessageRecord,
  source: SubjectSource,
  store: Pick<Store, 'message'>,
): Promise<Addressed> {
  const method = methodFor(record, source);
  const attempt: Attempt = { key: messageKey(record), method, channel: record.channel, record, source };
  const { root } = source;
  if (method === 'update' || root === undefined || record.slot === root) return { kind: 'ready', attempt };
  const parent = await store.message(record.subject, root);
  if (parent === undefined || isUnwanted(parent)) return { kind: 'root-unwanted', attempt };
  if (parent.status === 'broken') return { kind: 'root-broken' };
  if (parent.ts === undefined || parent.status !== 'posted') return { kind: 'waits-for-root', root: parent };
  return { kind: 'ready', attempt: { ...attempt, channel: parent.channel, threadTs: parent.ts } };
}

function isUnwanted({ status, dirtySince }: MessageRecord): boolean {
  return status === 'unposted' && dirtySince === undefined;
}

function methodFor(record: MessageRecord, source: SubjectSource): Method {
  switch (transportOf(record, source)) {
    case 'file':
      return 'upload';
    case 'answer':
      return 'answer';
    case 'view':
      return 'publish';
    default:
      // A record in `posting` that has a ts replaces that message, which can no longer be edited.
      return record.ts !== undefined && record.status !== 'posting' ? 'update' : 'post';
  }
}

/** A file or an answer that Slack refused is said in a message instead. */
function transportOf({ slot, failure }: MessageRecord, { transport }: SubjectSource): Transport {
  const meant = transport?.(slot) ?? 'message';
  const isSaidInstead = failure !== undefined && (meant === 'file' || meant === 'answer');
  return isSaidInstead ? 'message' : meant;
}
