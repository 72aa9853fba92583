import type { Card } from '../release/card.ts';
import type { LockEnd } from '../rollback/rollback.ts';

/** The card says that the lock of its environment is over. */
export function endLock(card: Card, environment: string, ended: LockEnd): Card {
  return {
    ...card,
    releases: card.releases.map((release) => {
      if (release.environment !== environment) return release;
      const rollouts = release.rollouts.map((rollout) => {
        const { rollback } = rollout;
        if (rollback?.lock === undefined || rollback.lock.ended !== undefined) return rollout;
        return { ...rollout, rollback: { ...rollback, lock: { ...rollback.lock, ended } } };
      });
      return { ...release, rollouts };
    }),
  };
}
