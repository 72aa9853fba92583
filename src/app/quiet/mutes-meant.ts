import { isSaidOn } from '../../domain/quiet/hush.ts';
import type { Mute, ScopeName } from '../../domain/quiet/mute.ts';
import type { Card } from '../../domain/release/card.ts';
import type { StoreSession } from '../../ports.ts';

/** What is to be heard again: by its own name, or as the service that a card is of. */
export type Unmuted = ScopeName | { readonly kind: 'service-of'; readonly card: Card };

/** What somebody means by one word is all that has to end for it to be heard: the widest first. */
export async function mutesMeant(
  session: Pick<StoreSession, 'card' | 'quiet'>,
  asked: Unmuted,
  now: number,
): Promise<readonly Mute[]> {
  const found = await find(session, asked, now);
  return found.toSorted((one, other) => widthOf(one) - widthOf(other));
}

async function find(
  session: Pick<StoreSession, 'card' | 'quiet'>,
  asked: Unmuted,
  now: number,
): Promise<readonly Mute[]> {
  if (asked.kind === 'service-of') {
    const { card } = asked;
    const { service } = card.owner;
    const mutes = await session.quiet.mutesOf({ cardId: card.id, service, now });
    return mutes.filter(({ scope }) => isSaidOn(card, scope));
  }
  if (asked.kind === 'service' && asked.environment === undefined) {
    return await allOf(session, asked.service, now);
  }
  const mute = await session.quiet.mute(asked);
  return mute === undefined || mute.until <= now ? [] : [mute];
}

/** Those of a service in whatever environment, and those of its cards. */
async function allOf(
  session: Pick<StoreSession, 'card' | 'quiet'>,
  service: string,
  now: number,
): Promise<readonly Mute[]> {
  const found: Mute[] = [];
  for (const mute of await session.quiet.mutes(now)) {
    const { scope } = mute;
    const of = scope.kind === 'card' ? (await session.card(scope.cardId))?.owner.service : scope.service;
    if (of === service) found.push(mute);
  }
  return found;
}

function widthOf({ scope }: Mute): number {
  if (scope.kind === 'card') return 2;
  return scope.environment === undefined ? 0 : 1;
}
