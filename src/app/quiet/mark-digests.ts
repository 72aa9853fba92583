import type { Digest } from '../../domain/quiet/digest.ts';
import type { StoreSession } from '../../ports.ts';
import { priorities } from '../priorities.ts';

export const digestSlot = 'digest';

/** A digest shows how each of its problems stands: it changes with every card in it. */
export async function markDigests(
  session: StoreSession,
  digests: readonly Digest[],
  now: number,
): Promise<void> {
  for (const { id, channel, openedAt } of digests) {
    const subject = { kind: 'digest', id } as const;
    const priority = openedAt === now ? priorities.urgent : priorities.evidence;
    await session.markDirty({ subject, slot: digestSlot, channel, priority, at: now });
  }
}
