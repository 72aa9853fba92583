import type { Digest, Told } from '../../domain/quiet/digest.ts';
import type { ChannelWatch } from '../../domain/quiet/storm.ts';
import type { Card } from '../../domain/release/card.ts';
import type { StoreSession } from '../../ports.ts';
import type { Desk } from '../desk.ts';

export interface Joining {
  /** In which there is a storm. */
  readonly watch: ChannelWatch;
  readonly told: Told;
  readonly channel: string;
  readonly card: Card;
}

export interface Joined {
  readonly digest: Digest;
  /** Whether it is told there only. */
  readonly isFolded: boolean;
}

/**
 * The digest of the storm that is on, with one more in it. It calls the teams of those that it is posted with; an edit
 * calls nobody, so what another team has, or what a team has for the first time where it is protected, is told by its
 * own reply.
 */
export async function joinStorm(
  session: StoreSession,
  { settings }: Pick<Desk, 'settings'>,
  { watch, told, channel, card }: Joining,
): Promise<Joined> {
  const calledBy = (of: Card | undefined, { notice: key }: Told): readonly string[] => {
    const environment = of?.notices.find((notice) => notice.key === key)?.environment;
    const isProtected = environment !== undefined && settings.protectionOf(environment).isProtected;
    const { team } = of?.owner ?? {};
    if (team === undefined) return [];
    return isProtected ? [team, `${team} where it is protected`] : [team];
  };

  const id = watch.storm?.digest ?? '';
  const known = await session.quiet.digest(id);
  const calls = calledBy(card, told);
  if (known !== undefined) {
    const called = known.called ?? known.teams;
    const isFolded = calls.every((each) => called.includes(each));
    const joined = isFolded ? { folded: [...known.folded, told] } : { before: [...known.before, told] };
    return { digest: { ...known, ...joined, called: [...new Set([...called, ...calls])] }, isFolded };
  }
  const before = await Promise.all(
    watch.pings.map(async (each) => ({ told: each, card: await session.card(each.cardId) })),
  );
  const all = [...before, { told, card }];
  const teams = all.flatMap((each) => each.card?.owner.team ?? []);
  const digest: Digest = {
    id,
    kind: 'storm',
    channel,
    openedAt: told.at,
    teams: [...new Set(teams)],
    called: [...new Set(all.flatMap((each) => calledBy(each.card, each.told)))],
    before: watch.pings,
    folded: [told],
  };
  return { digest, isFolded: true };
}
