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

/** Finds what a button was rendered for. */
export function findOffer(card: Card, offerId: string): Offered | undefined {
  for (const release of card.releases) {
    for (const rollout of release.rollouts) {
      if (rollout.offer?.kind === 'undo' && rollout.offer.id === offerId) {
        return { card, environment: release.environment, rollout, offer: rollout.offer };
      }
    }
  }
  return undefined;
}

/**
 * Checks an offer against the present: `currentRevision` is the one the workload is at now. A rollback that failed
 * may be asked for again; one that runs or is done is never started a second time.
 */
export function checkOffer(offered: Offered, currentRevision: number | undefined): Refusal | undefined {
  const { rollout, offer, card } = offered;
  const run = rollout.rollback;
  if (run !== undefined && run.status !== 'failed') {
    return {
      kind: 'already-requested',
      by: run.by,
      at: run.requestedAt,
      status: run.status,
      targetLabel: run.targetLabel,
    };
  }
  if (currentRevision !== offer.from) return { kind: 'stale', label: card.version.label };
  return isInTrouble(rollout) ? undefined : { kind: 'healthy-again', label: card.version.label };
}
