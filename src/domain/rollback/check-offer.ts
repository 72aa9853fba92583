import type { Card, Rollout } from '../release/card.ts';
import { isInTrouble } from '../release/follow-rollout.ts';
import type { Refusal } from './refusal.ts';
import type { RollbackOffer } from './rollback.ts';

export type UndoOffer = Extract<RollbackOffer, { kind: 'undo' }>;

/** What a button stands for, as it is now. */
export interface Offered {
  readonly card: Card;
  readonly environment: string;
  readonly rollout: Rollout;
  readonly offer: UndoOffer;
}

export type Found =
  | { readonly kind: 'offered'; readonly offered: Offered }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Finds what a button was rendered for. */
export function findOffer(card: Card | undefined, offerId: string): Found {
  for (const release of card?.releases ?? []) {
    for (const rollout of release.rollouts) {
      const { offer } = rollout;
      if (card !== undefined && offer?.kind === 'undo' && offer.id === offerId) {
        return { kind: 'offered', offered: { card, environment: release.environment, rollout, offer } };
      }
      if (offer?.kind === 'managed' && offer.formerId === offerId) {
        return { kind: 'refused', refusal: { kind: 'managed', manager: offer.manager } };
      }
    }
  }
  return { kind: 'refused', refusal: { kind: 'unknown-button' } };
}

/**
 * Checks an offer against the present: `currentRevision` is the one the workload is at now. A rollback that failed
 * may be asked for again; one that runs or is done is never started a second time.
 */
export function checkOffer(offered: Offered, currentRevision: number | undefined): Refusal | undefined {
  const { rollout, offer, card } = offered;
  const run = rollout.rollback;
  if (run !== undefined && run.status !== 'failed') {
    const { by, requestedAt: at, status, targetLabel } = run;
    return { kind: 'already-requested', by, at, status, targetLabel };
  }
  if (currentRevision !== offer.from) return { kind: 'stale', label: card.version.label };
  return isInTrouble(rollout) ? undefined : { kind: 'healthy-again', label: card.version.label };
}
