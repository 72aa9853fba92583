import type { Campaign } from '../ports/replica.ts';
import type { Store, StoreSession } from '../ports.ts';

/**
 * The store for whoever leads: its transactions and its own writes first make sure that this is still so. Throws
 * `not_leading` else. What every replica does, such as the inbox, is not fenced.
 */
export function createFencedStore(store: Store, campaign: Pick<Campaign, 'confirm'>): Store {
  const transaction: Store['transaction'] = (work) =>
    store.transaction(async (session) => {
      await campaign.confirm(session);
      return await work(session);
    });

  /** A write that is asked of the store itself is a transaction of its own. */
  function alone<Arguments extends readonly unknown[], Result>(
    verbOf: (session: StoreSession) => (...given: Arguments) => Promise<Result>,
  ): (...given: Arguments) => Promise<Result> {
    return (...given) => transaction((session) => verbOf(session)(...given));
  }

  return {
    ...store,
    transaction,
    saveCard: alone(({ saveCard }) => saveCard),
    saveWorkload: alone(({ saveWorkload }) => saveWorkload),
    deleteWorkload: alone(({ deleteWorkload }) => deleteWorkload),
    seeWorkloads: alone(({ seeWorkloads }) => seeWorkloads),
    saveSighting: alone(({ saveSighting }) => saveSighting),
    saveRevision: alone(({ saveRevision }) => saveRevision),
    markDirty: alone(({ markDirty }) => markDirty),
    saveMessage: alone(({ saveMessage }) => saveMessage),
    forgetMessage: alone(({ forgetMessage }) => forgetMessage),
    saveAttachment: alone(({ saveAttachment }) => saveAttachment),
    saveAnswer: alone(({ saveAnswer }) => saveAnswer),
    forgetAnswer: alone(({ forgetAnswer }) => forgetAnswer),
    appendHistory: alone(({ appendHistory }) => appendHistory),
    appendAudit: alone(({ appendAudit }) => appendAudit),
    prune: alone(({ prune }) => prune),
  };
}
