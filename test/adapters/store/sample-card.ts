import type { Card } from '../../../src/domain/release/card.ts';
import type { Subject } from '../../../src/ports.ts';

/** A card of payments-api that has nothing on it yet; the test says what matters to it. */
export function sampleCard(id: string, change: Partial<Card> = {}): Card {
  return {
    id,
    owner: {
      service: 'payments-api',
      team: 'payments',
      channel: '#team-payments',
      because: 'label shipmate.dev/team',
    },
    version: { label: 'v42', image: 'registry.example/payments-api:v42' },
    openedAt: 1_000,
    releases: [],
    notices: [],
    ...change,
  };
}

export function cardSubject(id: string): Subject {
  return { kind: 'card', id };
}
