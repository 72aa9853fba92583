import type { Store } from '../ports.ts';

/**
 * Where a card is in Slack; undefined while it is not posted, or where the workspace's address is not known. As
 * chat.getPermalink answers it: asking Slack for each of a hundred cards would be too slow.
 */
export async function cardUrl(
  store: Pick<Store, 'message'>,
  workspaceUrl: string | undefined,
  cardId: string,
): Promise<string | undefined> {
  const posted = await store.message({ kind: 'card', id: cardId }, 'card');
  if (workspaceUrl === undefined || posted?.ts === undefined) return undefined;
  return `${workspaceUrl.replace(/\/$/, '')}/archives/${posted.channel}/p${posted.ts.replace('.', '')}`;
}
