import type { Mute } from '../../domain/quiet/mute.ts';
import type { StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { inTurn } from '../in-turn.ts';
import { recordMute } from './record-mute.ts';
import type { RenewCards } from './renew-cards.ts';

/** Mutes end by themselves: their cards say so, and what was held and is still true is told. */
export function createEndMutes({ store, clock }: Desk, { renew }: RenewCards): () => Promise<void> {
  async function forget(session: StoreSession, { scope }: Mute): Promise<void> {
    const now = clock.now();
    const mute = await session.quiet.mute(scope);
    // Somebody may have muted again meanwhile.
    if (mute === undefined || mute.until > now) return;
    await session.quiet.deleteMute(scope);
    await recordMute(session, mute, { type: 'mute-ended', at: now });
  }

  async function end(mute: Mute): Promise<void> {
    await renew(await store.quiet.cardsMutedBy(mute.scope));
    await store.transaction((session) => forget(session, mute));
  }

  return async () => {
    const mutes = await store.quiet.endedMutes(clock.now());
    await inTurn(mutes.map((mute) => () => end(mute)));
  };
}
