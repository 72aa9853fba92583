import type { Log, Store } from '../ports.ts';
import type { FetchLogs } from './fetch-logs.ts';
import { pendingRuns } from './rollback/roll-back.ts';
import type { RunRollback } from './rollback/run-rollback.ts';

/** After a restart: rollbacks that were accepted and not carried out, and evidence that is still to be fetched. */
export async function takeUpAgain(parts: {
  store: Store;
  runRollback: RunRollback;
  fetchLogs: FetchLogs;
  log: Log;
}): Promise<void> {
  const { store, runRollback, fetchLogs, log } = parts;
  for (const card of await store.followedCards()) {
    fetchLogs.fetchFor(card);
    for (const offerId of pendingRuns(card)) {
      log.info({ cardId: card.id }, 'a rollback that was accepted before the restart is taken up');
      void runRollback.run(card.id, offerId);
    }
  }
}
