import type { Mute, MuteScope } from '../../src/domain/quiet/mute.ts';
import type { Card, Hold } from '../../src/domain/release/card.ts';
import { cardOf, failing, minutes, podCounts } from './cards.ts';
import { noon } from './read.ts';

export function muteOf(scope: MuteScope, overrides: Partial<Mute> = {}): Mute {
  return {
    scope,
    by: { userId: 'U0ADA', name: 'Ada' },
    at: noon - minutes(5),
    until: noon + minutes(55),
    heardIn: ['prod'],
    ...overrides,
  };
}

/** The card while the reply that would ping is held. */
function holding(of: Card, held: Hold): Card {
  const workload = 'eu/payments/Deployment/payments-api';
  const notice = { key: 'failing', kind: 'failing', environment: 'prod', workload, at: noon } as const;
  return { ...of, notices: [{ ...notice, held }] };
}

/** One card for everything that keeps it from pinging. */
export const quietStates: Readonly<Record<string, Card>> = {
  'muted by somebody': {
    ...cardOf(failing),
    mutes: [
      muteOf({ kind: 'card', cardId: 'card-1', title: 'payments-api v43' }, { reason: 'looking into it' }),
    ],
  },
  'muted for its service, and before that for itself': {
    ...cardOf(failing),
    mutes: [
      muteOf({ kind: 'card', cardId: 'card-1', title: 'payments-api v43' }),
      muteOf({ kind: 'service', service: 'payments-api', environment: 'prod' }, { heardIn: [] }),
    ],
  },
  'muted again by somebody else, for less long': {
    ...cardOf(failing),
    mutes: [
      muteOf(
        { kind: 'card', cardId: 'card-1', title: 'payments-api v43' },
        { replaces: { by: { userId: 'U0LINUS', name: 'Linus' }, until: noon + minutes(120) } },
      ),
    ],
  },
  'muted and well again': {
    ...cardOf({ status: 'complete', counts: podCounts(3), endedAt: noon - minutes(1) }),
    mutes: [muteOf({ kind: 'service', service: 'payments-api' })],
  },
  'failing in quiet hours': holding(cardOf(failing), {
    by: 'quiet-hours',
    until: noon + minutes(60),
  }),
  'well again in quiet hours': holding(
    cardOf({ status: 'complete', counts: podCounts(3), endedAt: noon - minutes(1) }),
    { by: 'quiet-hours', until: noon + minutes(60) },
  ),
  'failing in a storm': holding(cardOf(failing), { by: 'digest', digest: 'digest-1' }),
};
