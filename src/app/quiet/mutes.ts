import type { ListedMute } from '../../../messages/mute.ts';
import { type Mute, type MuteScope, replacedBy, type ScopeName } from '../../domain/quiet/mute.ts';
import { type MuteAnswer, type MuteLength, muteEnd } from '../../domain/quiet/mute-request.ts';
import { nearest } from '../../nearest.ts';
import type { People, SlackPerson, StoreSession } from '../../ports.ts';
import { cardUrl } from '../card-url.ts';
import type { Desk } from '../desk.ts';
import { within } from '../within.ts';
import { mutesMeant, type Unmuted } from './mutes-meant.ts';
import { recordMute } from './record-mute.ts';
import type { RenewCards } from './renew-cards.ts';

/** What is asked to be muted: by its own name, or as the service that a card is of. */
export type AskedScope = ScopeName | { readonly kind: 'service-of'; readonly cardId: string };

export interface MuteRequest {
  readonly scope: AskedScope;
  readonly length: MuteLength;
  readonly reason?: string;
  readonly userId: string;
  readonly conclude?: ConcludeMute;
}

/** Called in the transaction of what is done, and not when nothing is changed. */
export type ConcludeMute = (session: StoreSession, answer: MuteAnswer) => Promise<void>;

interface Unmuting {
  readonly scope: AskedScope;
  readonly userId: string;
  readonly conclude?: ConcludeMute;
}

export interface Mutes {
  mute(request: MuteRequest): Promise<MuteAnswer>;
  /**
   * Ends all that has to end for what was named to be heard again: of a service its mutes in whatever environments and
   * those of its cards, of the service that a card is of everything that mutes this card.
   */
  unmute(request: Unmuting): Promise<MuteAnswer>;
  /** What ends first first. */
  inForce(): Promise<readonly Mute[]>;
  /** Those, each with the way to the card that it is of. */
  listed(): Promise<readonly ListedMute[]>;
  /** Lets every card say what is muted, and nothing else: a crash may have come between a mute, or its end, and its cards. */
  takeUp(): Promise<void>;
}

export interface MuteSettings {
  readonly people: Pick<People, 'person'>;
  /** Those of the configuration; others are known once they have had a card. */
  readonly services: readonly string[];
  readonly environments: readonly string[];
  /** `https://acme.slack.com/`; undefined until Slack has said it. */
  readonly workspaceUrl: () => string | undefined;
}

type Found = MuteAnswer | { readonly kind: 'found'; readonly scope: MuteScope };

const longestName = 100;

/** Slack may be slow to say who somebody is; their id will do as a name. */
const identityTimeoutMs = 2_000;

/** Anybody may mute: what is muted is still shown, with who did it and until when, and anybody may end it. */
export function createMutes(desk: Desk, settings: MuteSettings, { renew }: RenewCards): Mutes {
  const { store, clock, log } = desk;

  async function mute({ scope: name, length, reason, userId, conclude }: MuteRequest): Promise<MuteAnswer> {
    const found = await find(name);
    if (found.kind !== 'found') return found;
    const { scope } = found;
    const { timeZone, ...by } = await whoIs(userId);
    const at = clock.now();
    const asked: Mute = {
      scope,
      by: { userId, name: by.name },
      at,
      until: muteEnd(length, at, timeZone),
      heardIn: heardIn(scope),
      ...(reason === undefined ? {} : { reason }),
    };
    const answer = await store.transaction(async (session) => {
      const replaces = replacedBy(await session.quiet.mute(scope), at);
      const muted: Mute = replaces === undefined ? asked : { ...asked, replaces };
      await session.quiet.saveMute(muted);
      await recordMute(session, muted, { type: 'muted', at, userId });
      await conclude?.(session, { kind: 'muted', mute: muted });
      return { kind: 'muted', mute: muted } as const;
    });
    await renew(await cardsOf(scope));
    return answer;
  }

  async function unmute({ scope: asked, userId, conclude }: Unmuting): Promise<MuteAnswer> {
    const scope = await unmutedBy(asked);
    if (scope === undefined) return { kind: 'unknown-button' };
    const { answer, ended } = await store.transaction(async (session) => {
      const at = clock.now();
      const meant = await mutesMeant(session, scope, at);
      for (const each of meant) await end(session, each, { at, userId });
      const given = answerTo(scope, meant, await session.quiet.mutes(at));
      if (given.kind === 'unmuted') await conclude?.(session, given);
      return { answer: given, ended: meant };
    });
    for (const each of ended) await renew(await cardsOf(each.scope));
    return answer;
  }

  async function end(session: StoreSession, mute: Mute, by: { at: number; userId: string }): Promise<void> {
    await session.quiet.deleteMute(mute.scope);
    await recordMute(session, mute, { type: 'unmuted', ...by });
  }

  /** Undefined when the card is not known any more. */
  async function unmutedBy(asked: AskedScope): Promise<Unmuted | undefined> {
    if (asked.kind !== 'service-of') return asked;
    const card = await store.card(asked.cardId);
    return card && { kind: 'service-of', card };
  }

  async function find(scope: AskedScope): Promise<Found> {
    if (scope.kind === 'service') return findService(scope);
    const card = await store.card(scope.cardId);
    if (card === undefined) return { kind: 'unknown-button' };
    const { service } = card.owner;
    if (scope.kind === 'service-of') return { kind: 'found', scope: { kind: 'service', service } };
    return { kind: 'found', scope: { ...scope, title: `${service} ${card.version.label}` } };
  }

  async function findService(scope: Extract<ScopeName, { kind: 'service' }>): Promise<Found> {
    const { service, environment } = scope;
    const known = [...new Set([...settings.services, ...(await store.quiet.services())])];
    if (!known.includes(service)) {
      // Of a word that nobody would have typed there is no nearest one, and looking for it would take long.
      const guess = service.length > longestName ? undefined : nearest(service, known);
      return { kind: 'unknown-service', service, nearest: guess };
    }
    const { environments } = settings;
    return environment === undefined || environments.includes(environment)
      ? { kind: 'found', scope }
      : { kind: 'unknown-environment', environment, known: environments };
  }

  function heardIn(scope: ScopeName): readonly string[] {
    const isAnywhere = scope.kind === 'card' || scope.environment === undefined;
    const covered = isAnywhere ? settings.environments : [scope.environment];
    return covered.filter((environment) => desk.settings.protectionOf(environment).isProtected);
  }

  /** Those that are to say it, and those that say it. */
  async function cardsOf(scope: ScopeName): Promise<readonly string[]> {
    const shown = await store.quiet.cardsMutedBy(scope);
    return scope.kind === 'card'
      ? [scope.cardId, ...shown]
      : [...(await store.quiet.followedCardsOf(scope.service)), ...shown];
  }

  async function whoIs(userId: string): Promise<SlackPerson> {
    try {
      return await within(identityTimeoutMs, settings.people.person(userId));
    } catch (error) {
      log.warn({ err: error, userId }, 'Slack did not say who muted something');
      return { userId, name: userId };
    }
  }

  const inForce = () => store.quiet.mutes(clock.now());

  async function listing(muted: Mute): Promise<ListedMute> {
    const { scope } = muted;
    if (scope.kind !== 'card') return muted;
    const url = await cardUrl(store, settings.workspaceUrl(), scope.cardId);
    return url === undefined ? muted : { ...muted, cardUrl: url };
  }

  return {
    mute,
    unmute,
    inForce,
    listed: async () => Promise.all((await inForce()).map(listing)),
    async takeUp() {
      for (const { scope } of await inForce()) await renew(await cardsOf(scope));
      await renew(await store.quiet.cardsMutedNoMore(clock.now()));
    },
  };
}

/** A press on a card that says nothing of a mute any more is about the service itself. */
function answerTo(scope: Unmuted, ended: readonly Mute[], others: readonly Mute[]): MuteAnswer {
  const [mute, ...also] = ended;
  if (mute !== undefined) return { kind: 'unmuted', mute, also, others };
  const name: ScopeName =
    scope.kind === 'service-of' ? { kind: 'service', service: scope.card.owner.service } : scope;
  return { kind: 'not-muted', scope: name, others };
}
