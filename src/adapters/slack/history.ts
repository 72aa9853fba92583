import type { z } from 'zod';
import type { CallSlack } from './client.ts';
import { messagePage } from './schema.ts';

/** At most 1,000 messages. */
const maxPages = 5;

export type FoundMessage = z.infer<typeof messagePage>['messages'][number];

/** Messages of a channel (`conversations.history`) or a thread (`conversations.replies`), page by page. */
export async function* pages(
  call: CallSlack,
  method: string,
  request: object,
): AsyncGenerator<FoundMessage[]> {
  let cursor = '';
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await call(method, cursor === '' ? request : { ...request, cursor }, messagePage);
    yield answer.messages;
    cursor = answer.response_metadata.next_cursor;
    if (cursor === '') return;
  }
}

export function repliesOf(call: CallSlack, channel: string, ts: string): AsyncGenerator<FoundMessage[]> {
  return pages(call, 'conversations.replies', { channel, ts, limit: 200 });
}
