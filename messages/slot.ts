import type { Card } from '../src/domain/release/card.ts';
import { renderCard } from './card.ts';
import type { Message } from './kit/message.ts';
import type { Late } from './late-line.ts';
import { type Mentionable, mentionOf } from './mention.ts';
import { renderNotice } from './notice.ts';

export type { Mentionable } from './mention.ts';

export interface SlotRequest {
  readonly card: Card;
  /** `card`, or the key of a notice in its thread. */
  readonly slot: string;
  readonly style: 'plan' | 'plain';
  readonly now: number;
  readonly teams: readonly Mentionable[];
  /** Slack refused it as too long. */
  readonly isShort?: boolean;
  /** Slack's limits have kept an older state on show. */
  readonly late?: Late;
}

/** What one message of a card shows now; undefined when the card has no such message. */
export function renderSlot(request: SlotRequest): Message | undefined {
  const { card, slot, style, now, teams, isShort = false } = request;
  if (slot === 'card') return renderCard(card, now, style, request);
  const notice = card.notices.find(({ key }) => key === slot);
  if (notice === undefined) return undefined;
  const mention = mentionOf(teams, card.owner.team);
  return renderNotice(card, notice, { now, isShort, ...(mention === '' ? {} : { mention }) });
}
