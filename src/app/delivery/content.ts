import { createHash } from 'node:crypto';
import { withFallbackLine } from '../../../messages/fallback-line.ts';
import type { Card } from '../../domain/release/card.ts';
import type { Message, MessageRecord } from '../../ports.ts';
import { cardSlot } from './attempt.ts';
import type { MessageStyle } from './styles.ts';

/** undefined: there is nothing to show. */
export type Render = (card: Card, slot: string, style: MessageStyle) => Message | undefined;

export interface Content {
  readonly message: Message;
  readonly hash: string;
  readonly style: MessageStyle;
}

/** What Slack should show of the record now. */
export function compose(
  render: Render,
  { card, record, style }: { card: Card; record: MessageRecord; style: MessageStyle },
): Content | undefined {
  const rendered = render(card, record.slot, style);
  if (rendered === undefined) return undefined;
  const isElsewhere = record.slot === cardSlot && record.failure !== undefined;
  const message = isElsewhere ? withFallbackLine(rendered, card.owner, record.failure) : rendered;
  return { message, hash: hashMessage(message), style };
}

function hashMessage({ text, blocks }: Message): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('hex');
}
