import type { Card } from '../domain/release/card.ts';
import type { Log, Store } from '../ports.ts';
import { pendingRuns } from './rollback/roll-back.ts';
import type { RunRollback } from './rollback/run-rollback.ts';

/** After a restart: rollbacks that were accepted and not carried out, and evidence that is still to be fetched. */
export async function takeUpAgain(parts: {
  store: Store;
  runRollback: RunRollback;
  evidence: readonly { fetchFor(card: Card): void }[];
  log: Log;
}): Promise<void> {
  const { store, runRollback, evidence, log } = parts;
  for (const card of await store.followedCards()) {
    for (const fetch of evidence) fetch.fetchFor(card);
    for (const offerId of pendingRuns(card)) {
      log.info({ cardId: card.id }, 'a rollback that was accepted before the restart is taken up');
      void runRollback.run(card.id, offerId);
    }
  }
}
