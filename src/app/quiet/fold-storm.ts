import type { Digest, Told } from '../../domain/quiet/digest.ts';
import { toTell, withHold } from '../../domain/quiet/hush.ts';
import { admit } from '../../domain/quiet/storm.ts';
import type { Card, Notice } from '../../domain/release/card.ts';
import type { StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import type { CardChange } from './hush-card.ts';
import { joinStorm } from './join-storm.ts';

export interface Folded {
  readonly card: Card;
  /** Digests that were opened or joined. */
  readonly changed: readonly Digest[];
}

type FoldDesk = Pick<Desk, 'settings' | 'ids'>;

/** Lets the replies that call somebody ping one by one, until there are too many of them in the channel. Each team is called. */
export async function foldStorm(
  session: StoreSession,
  desk: FoldDesk,
  { before, after, now }: CardChange,
): Promise<Folded> {
  const { channel } = after.owner;
  const calls = toTell(after, before).filter(({ kind }) => kind === 'failing' || kind === 'build-failed');
  if (channel === undefined || calls.length === 0) return { card: after, changed: [] };

  let watch = await session.quiet.watch(channel);
  let card = after;
  const changed = new Map<string, Digest>();
  for (const call of calls) {
    const told: Told = { cardId: card.id, notice: call.key, at: now };
    const options = { settings: desk.settings.quiet.storms, newId: desk.ids.next() };
    const admission = admit(watch, told, options);
    watch = admission.watch;
    if (admission.kind === 'ping') continue;
    const { digest, isFolded } = await joinStorm(session, desk, { watch, told, channel, card });
    await session.quiet.saveDigest(digest);
    changed.set(digest.id, digest);
    if (isFolded) card = heldBy(card, call, digest);
  }
  await session.quiet.saveWatch(channel, watch);
  return { card, changed: [...changed.values()] };
}

function heldBy(card: Card, call: Notice, { id }: Digest): Card {
  const notices = card.notices.map((notice) =>
    notice.key === call.key ? withHold(notice, { by: 'digest', digest: id }) : notice,
  );
  return { ...card, notices };
}
