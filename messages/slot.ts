import type { Card } from '../src/domain/release/card.ts';
import { renderCard } from './card.ts';
import type { Message } from './kit/message.ts';
import type { Late } from './late-line.ts';
import { renderNotice } from './notice.ts';

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

/** How a team is called to a thread. */
export interface Mentionable {
  readonly name: string;
  readonly slackGroup?: string | undefined;
  readonly members?: readonly string[];
}

/** More people than this are not called by name: a usergroup is for that. */
const mostMentions = 5;

/** What one message of a card shows now; undefined when the card has no such message. */
export function renderSlot(request: SlotRequest): Message | undefined {
  const { card, slot, style, now, teams, isShort = false } = request;
  if (slot === 'card') return renderCard(card, now, style, request);
  const notice = card.notices.find(({ key }) => key === slot);
  if (notice === undefined) return undefined;
  const mention = mentionOf(teams.find(({ name }) => name === card.owner.team));
  return renderNotice(card, notice, { now, isShort, ...(mention === '' ? {} : { mention }) });
}

/** The team's usergroup, else its people by Slack id; empty when neither is configured. */
function mentionOf(team: Mentionable | undefined): string {
  if (team?.slackGroup !== undefined) return `<!subteam^${team.slackGroup}>`;
  const ids = team?.members?.filter((member) => /^[UW][A-Z0-9]+$/.test(member)) ?? [];
  return ids
    .slice(0, mostMentions)
    .map((id) => `<@${id}>`)
    .join(' ');
}
