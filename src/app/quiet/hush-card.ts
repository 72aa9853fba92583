import type { Digest } from '../../domain/quiet/digest.ts';
import { hush } from '../../domain/quiet/hush.ts';
import { withhold } from '../../domain/quiet/withhold.ts';
import type { Card } from '../../domain/release/card.ts';
import type { StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { foldStorm } from './fold-storm.ts';

export interface CardChange {
  readonly before: Card | undefined;
  readonly after: Card;
  readonly now: number;
  /** The keys of its replies whose quiet hours have ended. */
  readonly released?: ReadonlySet<string>;
}

export interface Hushed {
  readonly card: Card;
  /** Those that tell of the card, as they are after the change. */
  readonly digests: readonly Digest[];
}

/** What of a change is to be heard now: by mutes, by the channel's quiet hours, and by what the channel was told lately. */
export async function hushCard(
  session: StoreSession,
  desk: Pick<Desk, 'settings' | 'ids'>,
  { before, after, now, released = new Set() }: CardChange,
): Promise<Hushed> {
  const { quiet: settings, protectionOf } = desk.settings;
  const { channel, service } = after.owner;
  const until = channel === undefined ? undefined : settings.quietUntil(channel, now);
  const known = before === undefined ? [] : await session.quiet.digestsOf(after.id);
  const quieter = hush(after, before, {
    mutes: await session.quiet.mutesOf({ cardId: after.id, service, now }),
    ...(until === undefined ? {} : { quietUntil: until }),
    isProtected: (environment) => protectionOf(environment).isProtected,
    digests: repliesIn(known, after.id),
    released,
  });
  const { card, changed } = await foldStorm(session, desk, { before, after: quieter, now });
  const digests = [...known.filter(({ id }) => changed.every((each) => each.id !== id)), ...changed];
  return { card: withhold(card, before, (id) => digests.some(isOpenStorm(id))), digests };
}

function repliesIn(digests: readonly Digest[], cardId: string): ReadonlyMap<string, string> {
  return new Map(
    digests.flatMap(({ id, folded }) =>
      folded.filter((told) => told.cardId === cardId).map(({ notice }) => [notice, id] as const),
    ),
  );
}

function isOpenStorm(id: string) {
  return (digest: Digest) => digest.id === id && digest.kind === 'storm' && digest.endedAt === undefined;
}
