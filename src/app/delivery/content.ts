import { createHash } from 'node:crypto';
import type { Ownership } from '../../domain/ownership/ownership.ts';
import type { Card } from '../../domain/release/card.ts';
import type { Message, MessageRecord } from '../../ports.ts';
import { cardSlot } from './attempt.ts';
import { fallbackLine } from './fallback-notice.ts';
import type { MessageStyle } from './styles.ts';

/** undefined: there is nothing to show. */
export type Render = (card: Card, slot: string, style: MessageStyle) => Message | undefined;

export interface Content {
  readonly card: Card;
  readonly message: Message;
  readonly hash: string;
  readonly style: MessageStyle;
}

/** Slack's limits: https://docs.slack.dev/reference/block-kit/blocks and chat.update. */
const maxBlocks = 50;
const maxText = 4_000;
const maxSectionText = 3_000;

/** What Slack should show of the record now. */
export function compose(
  render: Render,
  { card, record, style }: { card: Card; record: MessageRecord; style: MessageStyle },
): Content | undefined {
  const rendered = render(card, record.slot, style);
  if (rendered === undefined) return undefined;
  const isElsewhere = record.slot === cardSlot && record.failure !== undefined;
  const message = isElsewhere ? withReason(rendered, card.owner, record.failure) : rendered;
  return { card, message, hash: hashMessage(message), style };
}

export function hashMessage({ text, blocks }: Message): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('hex');
}

function withReason(message: Message, owner: Ownership, code: string): Message {
  const line = fallbackLine(owner, code);
  const block = { type: 'section', text: { type: 'plain_text', text: line.slice(0, maxSectionText) } };
  return {
    text: `${escapeText(line)} ${message.text}`.slice(0, maxText),
    blocks: [block, ...message.blocks.slice(0, maxBlocks - 1)],
  };
}

/** `text` is mrkdwn: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
