import type { Card } from '../release/card.ts';
import { isInTrouble } from '../release/follow-rollout.ts';
import { rolloutsOf } from '../release/settle-card.ts';

/**
 * An alert says nothing but its trouble: while that is not to be told, the alert is not shown. It is shown once it may
 * be told, if it is still there; an alert that was shown stays.
 */
export function withhold(card: Card, before: Card | undefined, isOpen: (digest: string) => boolean): Card {
  if (card.alert === undefined) return card;
  const { isWithheld: _, ...alert } = card.alert;
  const wasWithheld = before === undefined || before.alert?.isWithheld === true;
  const isWithheld = wasWithheld && !mayBeShown(card, before, isOpen);
  return { ...card, alert: isWithheld ? { ...alert, isWithheld } : alert };
}

function mayBeShown(card: Card, before: Card | undefined, isOpen: (digest: string) => boolean): boolean {
  // Quiet hours are for pings; a card pings nobody.
  const isTold = card.notices.some(({ held }) => held === undefined || held.by === 'quiet-hours');
  if (isTold) return true;
  const isHeldBack = card.notices.some(({ held }) => {
    return held?.by === 'mute' || (held?.by === 'digest' && isOpen(held.digest));
  });
  if (isHeldBack) return false;
  return before === undefined || rolloutsOf(card).some(isInTrouble);
}
