import type { Card, Rollout } from '../release/card.ts';
import { isInTrouble } from '../release/follow-rollout.ts';
import type { Candidate } from './candidate.ts';
import type { Refusal } from './refusal.ts';
import { cameToNothing, type RollbackOffer } from './rollback.ts';

export type WayBackOffer = Extract<RollbackOffer, { kind: 'way-back' }>;

/** What a button stands for, as it is now. */
export interface Offered {
  readonly card: Card;
  readonly environment: string;
  readonly rollout: Rollout;
  readonly offer: WayBackOffer;
}

/** Where a button is, by whichever offer it was rendered for. */
export type OfferPlace = Omit<Offered, 'offer'>;

export type Found =
  | { readonly kind: 'offered'; readonly offered: Offered }
  /** `place`: absent when nobody knows the button. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly place?: OfferPlace };

/** Finds what a button was rendered for. */
export function findOffer(card: Card | undefined, offerId: string): Found {
  const places = (card?.releases ?? []).flatMap(({ environment, rollouts }) =>
    rollouts.map((rollout) => ({ environment, rollout })),
  );
  for (const { environment, rollout } of places) {
    const { offer } = rollout;
    if (card === undefined) continue;
    if (offer?.kind === 'way-back' && offer.id === offerId) {
      return { kind: 'offered', offered: { card, environment, rollout, offer } };
    }
    const refusal = offer === undefined ? undefined : outdated(offer, offerId);
    if (refusal !== undefined) return { kind: 'refused', refusal, place: { card, environment, rollout } };
  }
  return { kind: 'refused', refusal: { kind: 'unknown-button' } };
}

/** The button was of the offer before this one. */
function outdated(offer: RollbackOffer, offerId: string): Refusal | undefined {
  if (offer.kind === 'managed' && offer.formerId === offerId) {
    const { formerId: _, ...refusal } = offer;
    return refusal;
  }
  if (offer.kind === 'way-back' && offer.formerId === offerId) return { kind: 'other-way', way: offer.way };
  return undefined;
}

/**
 * Checks an offer against the present: `currentRevision` is the one the workload is at now. A rollback that came to
 * nothing may be asked for again; one that runs or is done is never started a second time.
 */
export function checkOffer(offered: Offered, currentRevision: number | undefined): Refusal | undefined {
  const { rollout, offer, card } = offered;
  const run = rollout.rollback;
  if (run !== undefined && !cameToNothing(run)) {
    const { by, requestedAt: at, status, targetLabel } = run;
    return { kind: 'already-requested', by, at, status, targetLabel };
  }
  if (currentRevision !== offer.from) return { kind: 'stale', label: card.version.label };
  return isInTrouble(rollout) ? undefined : { kind: 'healthy-again', label: card.version.label };
}

/** The candidate that was chosen; the offer's own target when nobody chose, undefined when it is not on the list. */
export function chosenCandidate(
  { target, candidates }: WayBackOffer,
  chosenUid: string | undefined,
): Candidate | undefined {
  if (chosenUid === undefined || chosenUid === target.revision.revisionUid) return target;
  return candidates.find(({ revision }) => revision.revisionUid === chosenUid);
}
