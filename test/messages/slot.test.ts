import { describe, expect, it } from 'vitest';
import { renderCard } from '../../messages/card.ts';
import { type Mentionable, renderSlot } from '../../messages/slot.ts';
import type { Card, Notice } from '../../src/domain/release/card.ts';
import { workloadKey } from '../../src/domain/rollout/workload.ts';
import { cardOf, failing, rollout } from './cards.ts';
import { noon, read } from './read.ts';

const notice: Notice = {
  key: 'failing/1',
  kind: 'failing',
  environment: 'prod',
  workload: workloadKey(rollout().workload),
  at: noon,
};
const card: Card = { ...cardOf(failing), notices: [notice] };

function replyTo(teams: readonly Mentionable[], of: Card = card): string {
  const message = renderSlot({ card: of, slot: notice.key, style: 'plan', now: noon, teams });
  return message === undefined ? '' : read(message);
}

describe('a slot of a card', () => {
  it('is the card itself', () => {
    const shown = renderSlot({ card, slot: 'card', style: 'plain', now: noon, teams: [] });

    expect(shown).toEqual(renderCard(card, noon, 'plain'));
  });

  it('is nothing when the card has no such message', () => {
    expect(renderSlot({ card, slot: 'failing/2', style: 'plan', now: noon, teams: [] })).toBeUndefined();
  });

  it('calls the usergroup of the owning team', () => {
    const teams = [
      { name: 'search', slackGroup: 'S0SEARCH' },
      { name: 'payments', slackGroup: 'S0PAY', members: ['U0ADA'] },
    ];

    expect(replyTo(teams)).toMatch(/^@payments v43 of payments-api is failing/);
  });

  it('calls people by Slack id where there is no usergroup, and none by e-mail', () => {
    expect(replyTo([{ name: 'payments', members: ['U0ADA', 'grace@acme.example'] }])).toMatch(/^@Ada v43/);
  });

  it('does not call a crowd', () => {
    const members = Array.from({ length: 9 }, (_, index) => `U0000${index}`);

    expect(replyTo([{ name: 'payments', members }]).match(/@/g)).toHaveLength(5);
  });

  it('calls nobody for a service that nobody owns', () => {
    const unowned = { ...card, owner: { service: 'payments-api', because: 'nothing says so' } };

    expect(replyTo([{ name: 'payments', slackGroup: 'S0PAY' }], unowned)).not.toContain('@');
  });
});
