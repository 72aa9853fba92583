import type { MessageName, MessageRecord, Store } from '../../ports.ts';

export const cardSlot = 'card';

/** One message on its way: what to call, and where. */
export interface Attempt {
  readonly key: string;
  readonly method: 'post' | 'update';
  readonly channel: string;
  readonly threadTs?: string;
  readonly record: MessageRecord;
}

export type Addressed =
  | { readonly kind: 'ready'; readonly attempt: Attempt }
  /** A reply cannot be posted before the card it replies to; the card's own delivery wakes it. */
  | { readonly kind: 'waits-for-card' }
  | { readonly kind: 'card-broken' };

/** Names a message in Slack's metadata and in memory. Cards came first: theirs is without the kind. */
export function messageKey({ subject: { kind, id }, slot }: MessageName): string {
  return kind === 'card' ? `${id}:${slot}` : `${kind}/${id}:${slot}`;
}

/** Where a message goes. A reply follows its card, wherever that was posted in the end. */
export async function address(record: MessageRecord, store: Pick<Store, 'message'>): Promise<Addressed> {
  const key = messageKey(record);
  // A record in `posting` that has a ts replaces that message, which can no longer be edited.
  if (record.ts !== undefined && record.status !== 'posting') {
    return { kind: 'ready', attempt: { key, method: 'update', channel: record.channel, record } };
  }
  if (record.slot === cardSlot) {
    return { kind: 'ready', attempt: { key, method: 'post', channel: record.channel, record } };
  }
  const card = await store.message(record.subject, cardSlot);
  if (card?.status === 'broken') return { kind: 'card-broken' };
  if (card?.ts === undefined || card.status !== 'posted') return { kind: 'waits-for-card' };
  return {
    kind: 'ready',
    attempt: { key, method: 'post', channel: card.channel, threadTs: card.ts, record },
  };
}
