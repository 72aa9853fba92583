import type { Campaign } from '../ports/replica.ts';
import type { Store } from '../ports.ts';

/** The store for whoever leads: every transaction first makes sure that this is still so. Throws `not_leading` else. */
export function createFencedStore(store: Store, campaign: Pick<Campaign, 'confirm'>): Store {
  return {
    ...store,
    transaction: (work) =>
      store.transaction(async (session) => {
        await campaign.confirm(session);
        return work(session);
      }),
  };
}
