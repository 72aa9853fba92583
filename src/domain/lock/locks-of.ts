import type { Card } from '../release/card.ts';
import { rolloutsOf } from '../release/settle-card.ts';
import type { Lock } from './lock.ts';

/** The locks that a change to a card brings: of rollbacks that began with it. */
export function locksOf(before: Card | undefined, after: Card): readonly Lock[] {
  const had = new Set(
    rolloutsOf(before).flatMap(({ rollback }) => (rollback?.lock ? [keyOf(rollback)] : [])),
  );
  return after.releases.flatMap(({ environment, rollouts }) =>
    rollouts.flatMap(({ rollback }): Lock[] => {
      const { lock } = rollback ?? {};
      if (
        rollback === undefined ||
        lock === undefined ||
        lock.ended !== undefined ||
        had.has(keyOf(rollback))
      ) {
        return [];
      }
      const { by, targetLabel } = rollback;
      const cause = {
        kind: 'rollback',
        from: after.version.label,
        to: targetLabel,
        cardId: after.id,
      } as const;
      return [{ service: after.owner.service, environment, by, at: lock.at, until: lock.until, cause }];
    }),
  );
}

function keyOf({ offerId, requestedAt }: { readonly offerId: string; readonly requestedAt: number }): string {
  return `${offerId}/${requestedAt}`;
}
