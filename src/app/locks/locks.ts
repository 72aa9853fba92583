import { endLock } from '../../domain/lock/end-lock.ts';
import { type Lock, longerLock } from '../../domain/lock/lock.ts';
import type { LockAnswer } from '../../domain/lock/lock-answer.ts';
import type { Person } from '../../domain/rollback/rollback.ts';
import { nearest } from '../../nearest.ts';
import type { StoreSession } from '../../ports.ts';
import type { Authorise } from '../authorise.ts';
import type { Desk } from '../desk.ts';
import { putCard } from '../put-card.ts';
import { within } from '../within.ts';
import { recordLock } from './record-lock.ts';

export interface Place {
  readonly service: string;
  readonly environment: string;
}

export interface LockRequest extends Place {
  readonly userId: string;
  /** When it is to end, by now. */
  readonly until: (now: number, timeZone: string | undefined) => number;
  readonly reason?: string;
  readonly conclude?: ConcludeLock;
}

/** Called in the transaction of what is done, and not when nothing is changed. */
export type ConcludeLock = (session: StoreSession, answer: LockAnswer) => Promise<void>;

interface Unlocker {
  readonly userId: string;
  readonly conclude?: ConcludeLock | undefined;
}

export interface Locks {
  lock(request: LockRequest): Promise<LockAnswer>;
  unlock(request: Place & Unlocker): Promise<LockAnswer>;
  /** The button on the card of a rollback. */
  unlockOffer(request: Unlocker & { readonly offerId: string }): Promise<LockAnswer>;
  /** What ends first first. */
  inForce(): Promise<readonly Lock[]>;
  /** Whether automatic releases wait. Rejects when it cannot be read: the caller takes that for a lock. */
  check(place: Place): Promise<Lock | undefined>;
  /** Ends what is over by time, and lets its card say so. */
  tick(): Promise<void>;
}

export interface LockSettings {
  /** Services of the configuration; others are known once they have had a card. */
  readonly services: readonly string[];
  readonly environments: readonly string[];
}

type Permitted = { readonly kind: 'permitted'; readonly person: Person; readonly timeZone?: string };

const identityTimeoutMs = 2_000;
/** Of a longer word there is no nearest name that anybody meant. */
const longestName = 100;

export function createLocks(desk: Desk, authorise: Authorise, settings: LockSettings): Locks {
  const { store, serial, clock, log } = desk;

  async function lock({ until, reason, userId, conclude, ...place }: LockRequest): Promise<LockAnswer> {
    const permitted = await permit(place, userId, 'lock');
    if (permitted.kind !== 'permitted') return permitted;
    const at = clock.now();
    const { person, timeZone } = permitted;
    const cause = { kind: 'asked', ...(reason === undefined ? {} : { reason }) } as const;
    const asked: Lock = { ...place, by: person, at, until: until(at, timeZone), cause };
    return await store.transaction(async (session) => {
      const before = await session.locks.lock({ ...place, now: at });
      const kept = longerLock(before, asked);
      if (kept !== asked) return { kind: 'locked-longer', lock: kept };
      const replaced = before === undefined ? {} : { replaces: before };
      await session.locks.saveLock(asked);
      await recordLock(session, asked, { action: 'locked', at, by: person, ...replaced });
      const answer = { kind: 'locked', lock: asked, ...replaced } as const;
      await conclude?.(session, answer);
      return answer;
    });
  }

  async function unlock({ userId, conclude, ...place }: Place & Unlocker): Promise<LockAnswer> {
    const permitted = await permit(place, userId, 'unlock');
    if (permitted.kind !== 'permitted') return permitted;
    const ended = await end(place, permitted.person, conclude);
    return ended === undefined ? { kind: 'not-locked', ...place } : { kind: 'unlocked', lock: ended };
  }

  async function unlockOffer({ offerId, ...by }: Unlocker & { offerId: string }): Promise<LockAnswer> {
    const card = await store.cardByOffer(offerId);
    const release = card?.releases.find(({ rollouts }) =>
      rollouts.some(({ rollback }) => rollback?.offerId === offerId),
    );
    if (card === undefined || release === undefined) return { kind: 'unknown-button' };
    return unlock({ service: card.owner.service, environment: release.environment, ...by });
  }

  async function permit(place: Place, userId: string, action: 'lock' | 'unlock') {
    const unknown = await unknownOf(place);
    if (unknown !== undefined) return unknown;
    const deed = { action, ...place };
    try {
      const asked = authorise({ ...deed, userId, owner: await ownerOf(place.service) });
      const { permission, person } = await within(identityTimeoutMs, asked);
      const { name, timeZone } = person;
      if (permission.isAllowed) {
        const zone = timeZone === undefined ? {} : { timeZone };
        return { kind: 'permitted', person: { userId, name }, ...zone } satisfies Permitted;
      }
      await store.transaction((session) =>
        recordLock(session, place, { action, at: clock.now(), by: { userId, name }, isRefused: true }),
      );
      const { allowed, ownTeams } = permission;
      return { kind: 'not-permitted', deed, allowed, ownTeams } satisfies LockAnswer;
    } catch (error) {
      log.error({ err: error, userId }, 'Slack did not say who asked about a lock');
      return { kind: 'identity-unavailable' } satisfies LockAnswer;
    }
  }

  async function unknownOf({ service, environment }: Place): Promise<LockAnswer | undefined> {
    const known = [...new Set([...settings.services, ...(await store.quiet.services())])];
    if (!known.includes(service)) {
      const guess = service.length > longestName ? undefined : nearest(service, known);
      return { kind: 'unknown-service', service, nearest: guess };
    }
    const { environments } = settings;
    if (environments.includes(environment)) return undefined;
    return { kind: 'unknown-environment', environment, known: environments };
  }

  async function ownerOf(service: string): Promise<string | undefined> {
    const configured = desk.settings.catalog.services.find(({ name }) => name === service)?.team;
    const [newest] = await store.recentCards(service, 0);
    return newest?.owner.team ?? configured;
  }

  /** By a person, or by time. Undefined when there is nothing to end: since it was read another one may have taken its place. */
  async function end(
    place: Place,
    by: Person | undefined,
    conclude?: ConcludeLock,
  ): Promise<Lock | undefined> {
    const ended = await serial.run(place.service, () =>
      store.transaction(async (session) => {
        const done = await endIn(session, place, by);
        if (done !== undefined) await conclude?.(session, { kind: 'unlocked', lock: done.lock });
        return done;
      }),
    );
    if (ended?.card !== undefined) desk.onCardChanged(ended.card);
    return ended?.lock;
  }

  async function endIn(session: StoreSession, place: Place, by: Person | undefined) {
    const at = clock.now();
    const lock = await (by === undefined ? overAt(session, place, at) : heldAt(session, place, at));
    if (lock === undefined) return undefined;
    await session.locks.deleteLock(lock);
    await recordLock(session, lock, { action: by === undefined ? 'lock-ended' : 'unlocked', at, by });
    return { lock, card: await tellCard(session, lock, { at, ...(by === undefined ? {} : { by }) }) };
  }

  async function tellCard(
    session: StoreSession,
    { cause, environment }: Lock,
    ended: { at: number; by?: Person },
  ) {
    if (cause.kind !== 'rollback') return undefined;
    const before = await session.card(cause.cardId);
    if (before === undefined) return undefined;
    const after = endLock(before, environment, ended);
    return (await putCard(session, desk, { before, after, now: ended.at })) ? after : undefined;
  }

  return {
    lock,
    unlock,
    unlockOffer,
    inForce: () => store.locks.locks(clock.now()),
    check: (place) => store.locks.lock({ ...place, now: clock.now() }),
    async tick() {
      for (const over of await store.locks.endedLocks(clock.now())) await end(over, undefined);
    },
  };
}

function heldAt(session: StoreSession, { service, environment }: Place, now: number) {
  return session.locks.lock({ service, environment, now });
}

/** One place has one lock. */
async function overAt(session: StoreSession, place: Place, now: number): Promise<Lock | undefined> {
  const over = await session.locks.endedLocks(now);
  return over.find(
    ({ service, environment }) => service === place.service && environment === place.environment,
  );
}
