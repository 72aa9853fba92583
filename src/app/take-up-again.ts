import type { Log, Store } from '../ports.ts';
import type { FetchLogs } from './fetch-logs.ts';
import { pendingRuns, type RollBack } from './roll-back.ts';

/** After a restart: rollbacks that were accepted and not carried out, and evidence that is still to be fetched. */
export async function takeUpAgain(parts: {
  store: Store;
  rollBack: RollBack;
  fetchLogs: FetchLogs;
  log: Log;
}): Promise<void> {
  const { store, rollBack, fetchLogs, log } = parts;
  for (const card of await store.followedCards()) {
    fetchLogs.fetchFor(card);
    for (const offerId of pendingRuns(card)) {
      log.info({ cardId: card.id }, 'a rollback that was accepted before the restart is carried out');
      void rollBack.run(card.id, offerId);
    }
  }
}
