import type { Card } from '../domain/release/card.ts';
import type { Log, Store } from '../ports.ts';
import type { ResumeFlux } from './rollback/resume-flux.ts';
import { pendingRuns } from './rollback/roll-back.ts';
import type { RunRollback } from './rollback/run-rollback.ts';

/**
 * Rollbacks that were accepted and not carried out, suspensions whose time is over, and evidence that is still to be fetched: after a restart, when
 * another replica has accepted one, or when the store was away. What is under way already is left to go on.
 */
export async function takeUpAgain(parts: {
  readonly store: Store;
  readonly runRollback: RunRollback;
  readonly resumeFlux: Pick<ResumeFlux, 'consider'>;
  readonly evidence: readonly { fetchFor(card: Card): void }[];
  readonly isOurs: (cluster: string) => boolean;
  readonly log: Log;
}): Promise<void> {
  const { store, runRollback, resumeFlux, evidence, isOurs, log } = parts;
  for (const card of await store.followedCards()) {
    for (const fetch of evidence) fetch.fetchFor(card);
    resumeFlux.consider(card);
    for (const offerId of pendingRuns(card, isOurs)) {
      log.info({ cardId: card.id }, 'an accepted rollback is taken up');
      void runRollback.run(card.id, offerId);
    }
  }
}
