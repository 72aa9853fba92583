import type { Clock, Store } from '../../ports.ts';
import { markDigests } from './mark-digests.ts';

/** What is older is past, and nobody looks for the way from it. */
const recentMs = 24 * 60 * 60_000;

export interface LinkDigestsOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** `https://acme.slack.com/`; undefined until Slack has said it. */
  readonly workspaceUrl: () => string | undefined;
}

/**
 * A digest that is shown before Slack has said where the workspace has its addresses leads to no card; whoever showed it
 * may be gone by now. So once the address is known, what was shown lately is looked at again, which calls Slack only
 * where something differs. Answers whether there is something to look at.
 */
export function createLinkDigests({
  store,
  clock,
  workspaceUrl,
}: LinkDigestsOptions): () => Promise<boolean> {
  let isDone = false;

  return async () => {
    if (isDone || workspaceUrl() === undefined) return false;
    const now = clock.now();
    const digests = await store.transaction(async (session) => {
      const shown = await session.quiet.digestsShownSince(now - recentMs);
      await markDigests(session, shown, now);
      return shown;
    });
    isDone = true;
    return digests.length > 0;
  };
}
