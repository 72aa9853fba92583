import type { KnownBlock } from '@slack/types';
import { context } from './kit/blocks.ts';
import { singleLine } from './kit/escape.ts';
import { limits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';

/** Below a card that somebody is sent directly: where else it is, and how to end this. `channel` as configured. */
export function withSubscriptionLine({ text, blocks }: Message, channel: string | undefined): Message {
  const place = singleLine(channel ?? '', 85);
  const where = place.startsWith('#') ? `A change of yours, also in ${place}` : 'A change of yours';
  const line = context([[`${where} · /shipmate notify me off ends these messages`]]);
  const added: readonly KnownBlock[] = line === undefined ? [] : [{ ...line, block_id: 'subscription' }];
  return { text, blocks: [...blocks.slice(0, limits.blocks - added.length), ...added] };
}
