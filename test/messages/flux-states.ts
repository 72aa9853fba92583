import type { Card } from '../../src/domain/release/card.ts';
import type { RollbackRun } from '../../src/domain/rollback/rollback.ts';
import type { Suspension } from '../../src/domain/rollback/suspension.ts';
import { cardOf, failing, podCounts, run, undo } from './cards.ts';
import { noon } from './read.ts';

const halfHour = 30 * 60_000;
const end = noon + halfHour;

export const way = {
  kind: 'suspend-and-undo',
  owner: 'Kustomization',
  object: { namespace: 'flux-system', name: 'apps' },
  suspendedForMs: halfHour,
} as const;

/** Rolled back while Flux is suspended, or was. */
export function suspendedCard(
  overrides: Partial<Suspension> = {},
  rollback: Partial<RollbackRun> = {},
): Card {
  const suspension: Suspension = { key: 'offer-1-1000', from: noon, until: end, heldAt: noon, ...overrides };
  const done = run({
    way,
    status: 'done',
    counts: podCounts(3, 3, 0),
    endedAt: noon,
    suspension,
    ...rollback,
  });
  return cardOf(
    { ...failing, status: 'rolled-back', rollback: done, endedAt: noon },
    { kind: 'rolled-back', at: noon },
  );
}

const over = { endAsked: { at: end } };

/** One card for every state of a Flux that is suspended for a rollback. */
export const fluxStates: Readonly<Record<string, Card>> = {
  'a way back for which Flux is suspended': cardOf({ ...failing, offer: { ...undo, way } }),
  'a rollback that waits for Flux': cardOf({
    ...failing,
    rollback: run({
      way,
      status: 'running',
      waiting: { for: 'reconciler', since: noon },
      suspension: { key: 'offer-1-1000', from: noon, until: end, heldAt: noon },
    }),
  }),
  'Flux is suspended': suspendedCard(),
  'Flux is being resumed': suspendedCard(over),
  'Flux was resumed by its deadline': suspendedCard({ ...over, ended: { at: end } }),
  'Flux was resumed by somebody': suspendedCard({
    ended: { at: noon, by: { userId: 'U0GRACE', name: 'Grace' } },
  }),
  'Flux was resumed in the cluster': suspendedCard({ ended: { at: noon, isElsewhere: true } }),
  'Flux has brought the bad version back': suspendedCard({ ...over, ended: { at: end }, returnedAt: end }),
  'Flux may not be resumed': suspendedCard({
    ...over,
    trouble: {
      kind: 'forbidden',
      since: end,
      rule: 'patch kustomizations.kustomize.toolkit.fluxcd.io in namespace flux-system',
    },
  }),
  'Flux cannot be resumed': suspendedCard({ ...over, trouble: { kind: 'no-answer', since: end } }),
  'Flux is in a cluster that is not watched any more': suspendedCard({
    ...over,
    trouble: { kind: 'cluster-not-watched', since: end },
  }),
  'Flux was suspended before by somebody else': suspendedCard({ foreign: {} }),
  'Flux was suspended before by another rollback': suspendedCard({ foreign: { until: end } }),
};
