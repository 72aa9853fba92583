import type { ListedMute } from '../../../messages/mute.ts';
import { type Mute, type MuteScope, replacedBy, type ScopeName } from '../../domain/quiet/mute.ts';
import { type MuteAnswer, type MuteLength, muteEnd } from '../../domain/quiet/mute-request.ts';
import { nearest } from '../../nearest.ts';
import type { People, SlackPerson, StoreSession } from '../../ports.ts';
import { cardUrl } from '../card-url.ts';
import type { Desk } from '../desk.ts';
import { within } from '../within.ts';
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
  /** Of the service that a card is of, everything ends that mutes this card. */
  unmute(request: Unmuting): Promise<MuteAnswer>;
  /** What ends first first. */
  inForce(): Promise<readonly Mute[]>;
  /** Those, each with the way to the card that it is of. */
  listed(): Promise<readonly ListedMute[]>;
  /** Lets every card say what is muted: a crash may have come between a mute and its cards. */
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

  async function unmute({ scope, userId, conclude }: Unmuting): Promise<MuteAnswer> {
    const scopes = scope.kind === 'service-of' ? await servicesMuting(scope.cardId) : [scope];
    const [first] = scopes;
    if (first === undefined) return { kind: 'unknown-button' };
    const ended = await store.transaction(async (session) => {
      const mutes: Mute[] = [];
      for (const each of scopes) mutes.push(...(await end(session, each, userId)));
      const [mute] = mutes;
      const others = await session.quiet.mutes(clock.now());
      if (mute !== undefined) await conclude?.(session, { kind: 'unmuted', mute, others });
      return { mutes, others };
    });
    const { mutes, others } = ended;
    const [mute] = mutes;
    if (mute === undefined) return { kind: 'not-muted', scope: first, others };
    for (const each of mutes) await renew(await cardsOf(each.scope));
    return { kind: 'unmuted', mute, others };
  }

  async function end(session: StoreSession, scope: ScopeName, userId: string): Promise<readonly Mute[]> {
    const at = clock.now();
    const found = await session.quiet.mute(scope);
    if (found === undefined || found.until <= at) return [];
    await session.quiet.deleteMute(scope);
    await recordMute(session, found, { type: 'unmuted', at, userId });
    return [found];
  }

  /** What a card says of its service. A press on a card that says nothing of it any more is about the service itself. */
  async function servicesMuting(cardId: string): Promise<readonly ScopeName[]> {
    const card = await store.card(cardId);
    if (card === undefined) return [];
    const said = (card.mutes ?? []).flatMap(({ scope }) => (scope.kind === 'service' ? [scope] : []));
    return said.length > 0 ? said : [{ kind: 'service', service: card.owner.service }];
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
    },
  };
}
