import type { Lock } from '../../domain/lock/lock.ts';
import type { Card } from '../../domain/release/card.ts';
import { mapRollouts } from '../../domain/release/follow-card.ts';
import { rolloutsOf, settleCard } from '../../domain/release/settle-card.ts';
import type { Candidate } from '../../domain/rollback/candidate.ts';
import {
  checkOffer,
  chosenCandidate,
  type Found,
  findOffer,
  type Offered,
} from '../../domain/rollback/check-offer.ts';
import type { Refusal } from '../../domain/rollback/refusal.ts';
import { isOwed, type RollbackRun } from '../../domain/rollback/rollback.ts';
import { type SecondPerson, secondPersonFor } from '../../domain/rollback/second-person.ts';
import { carrySuspension, isUntold } from '../../domain/rollback/suspension.ts';
import { workloadKey } from '../../domain/rollout/workload.ts';
import { TransientError } from '../../errors.ts';
import type { Settle, SlackPerson, StoreSession } from '../../ports.ts';
import type { Authorise } from '../authorise.ts';
import type { Desk } from '../desk.ts';
import { putCard } from '../put-card.ts';
import { createPermit, type Presser } from './permit.ts';
import { recordDeed, recordOutdated, recordRefusal } from './record-deed.ts';
import type { RunRollback } from './run-rollback.ts';

export interface Press {
  readonly offerId: string;
  readonly userId: string;
  /** `revisionUid` of the version that was chosen instead of the offer's own target. */
  readonly chosenUid?: string;
}

export interface Confirmation extends Press {
  readonly reason?: string;
  /** The person goes ahead without a second one, where one is asked for. */
  readonly isBreakGlass?: boolean;
  readonly deletesStuckPods?: boolean;
}

export interface OfferedPress {
  readonly kind: 'offered';
  readonly offered: Offered;
  readonly chosen: Candidate;
  readonly secondPerson: SecondPerson;
  /** What holds automatic releases there; `unreadable` when nobody can tell. */
  readonly lock?: Lock | 'unreadable';
}

export interface RefusedPress {
  readonly kind: 'refused';
  readonly refusal: Refusal;
}

export type Offer = OfferedPress | RefusedPress;
export type Acceptance = { readonly kind: 'accepted'; readonly card: Card } | RefusedPress;

export interface RollBack {
  /** The button was pressed: what would be done, or why not. Changes nothing. */
  prepare(press: Press): Promise<Offer>;
  /** The person confirmed: checked again, stored, answered, and then carried out by itself. */
  accept(confirmation: Confirmation, settle?: Settle): Promise<Acceptance>;
}

export function createRollBack(
  desk: Desk,
  authorise: Authorise,
  runRollback: Pick<RunRollback, 'run'>,
): RollBack {
  const { store, serial, clock, log, settings } = desk;
  const permit = createPermit(authorise, log);

  async function prepare(press: Press): Promise<Offer> {
    const found = await find(store, press);
    if (found.kind === 'refused') return outdated(found, press.userId);
    const { offered } = found;
    const chosen = chosenCandidate(offered.offer, press.chosenUid);
    const permitted = await permit(offered, press.userId, 'rollback');
    const refusal =
      permitted.kind === 'refused'
        ? permitted.refusal
        : chosen === undefined
          ? ({ kind: 'not-a-candidate' } as const)
          : checkOffer(offered, await currentRevision(store, offered));
    if (refusal === undefined && chosen !== undefined) {
      const [second, lock] = await Promise.all([secondPerson(offered, press.userId), lockOf(offered)]);
      return {
        kind: 'offered',
        offered,
        chosen,
        secondPerson: second,
        ...(lock === undefined ? {} : { lock }),
      };
    }
    return record(offered, permitted.person, refusal ?? { kind: 'not-a-candidate' });
  }

  async function secondPerson(offered: Offered, userId: string): Promise<SecondPerson> {
    const protection = settings.protectionOf(offered.environment);
    if (!protection.needsSecondPerson) return 'not-needed';
    return secondPersonFor(protection, await permit.decide(offered, userId, 'break-glass'));
  }

  /** Only said: a lock keeps pipelines from releasing, not people from going back. */
  async function lockOf({ card, environment }: Offered): Promise<Lock | 'unreadable' | undefined> {
    const place = { service: card.owner.service, environment, now: clock.now() };
    return await store.locks.lock(place).catch((error: unknown) => {
      log.warn({ err: error }, 'whether something is locked could not be read');
      return 'unreadable' as const;
    });
  }

  async function outdated(
    found: Extract<Found, { kind: 'refused' }>,
    userId: string,
    settle?: Settle,
  ): Promise<RefusedPress> {
    const person = found.place === undefined ? { userId } : await permit.who(found.place, userId);
    await store.transaction(async (session) => {
      await recordOutdated(session, found, { person, at: clock.now() });
      await settle?.(session);
    });
    return { kind: 'refused', refusal: found.refusal };
  }

  async function record(
    offered: Offered,
    person: Presser,
    refusal: Refusal,
    settle?: Settle,
  ): Promise<RefusedPress> {
    const at = clock.now();
    await store.transaction(async (session) => {
      await recordRefusal(session, { offered, person, at, refusal });
      await settle?.(session);
    });
    return { kind: 'refused', refusal };
  }

  async function accept(confirmation: Confirmation, settle?: Settle): Promise<Acceptance> {
    const { userId, isBreakGlass } = confirmation;
    const found = await find(store, confirmation);
    if (found.kind === 'refused') return outdated(found, userId, settle);
    const { offered } = found;
    const permitted = await permit(offered, userId, 'rollback');
    if (permitted.kind === 'refused') return record(offered, permitted.person, permitted.refusal, settle);
    if (isBreakGlass === true) {
      const glass = await permit(offered, userId, 'break-glass');
      if (glass.kind === 'refused') return record(offered, glass.person, glass.refusal, settle);
      if (confirmation.reason === undefined)
        return record(offered, glass.person, { kind: 'reason-needed' }, settle);
    }

    const since = clock.now();
    const storing = serial.run(offered.card.owner.service, () =>
      store.transaction(async (session) => {
        const requested = await request(session, confirmation, permitted.person);
        await settle?.(session);
        return requested;
      }),
    );
    const result = await storing.catch((error: unknown) => lookFor(error, confirmation, since));
    if (result.kind === 'accepted') {
      desk.onCardChanged(result.card);
      // Started here and not by who asked: Slack may be too slow to hear the answer, and what is accepted is done.
      void runRollback.run(result.card.id, confirmation.offerId);
    }
    return result;
  }

  /** After a commit whose answer is lost the card tells whether it was made: it is not to be asked for again. */
  async function lookFor(error: unknown, confirmation: Confirmation, since: number): Promise<Acceptance> {
    if (!(error instanceof TransientError) || error.outcome !== 'unknown') throw error;
    const found = await find(store, confirmation);
    const run = found.kind === 'offered' ? found.offered.rollout.rollback : undefined;
    const isMade = run?.by.userId === confirmation.userId && run.requestedAt >= since;
    if (found.kind !== 'offered' || !isMade) throw error;
    return { kind: 'accepted', card: found.offered.card };
  }

  async function request(
    session: StoreSession,
    confirmation: Confirmation,
    person: SlackPerson,
  ): Promise<Acceptance> {
    const found = await find(session, confirmation);
    const now = clock.now();
    if (found.kind === 'refused') {
      await recordOutdated(session, found, { person, at: now });
      return { kind: 'refused', refusal: found.refusal };
    }
    const { offered } = found;
    const chosen = chosenCandidate(offered.offer, confirmation.chosenUid);
    const refusal: Refusal | undefined =
      chosen === undefined
        ? { kind: 'not-a-candidate' }
        : checkOffer(offered, await currentRevision(session, offered));
    if (refusal !== undefined || chosen === undefined) {
      const because = refusal ?? ({ kind: 'not-a-candidate' } as const);
      await recordRefusal(session, { offered, person, at: now, refusal: because });
      return { kind: 'refused', refusal: because };
    }

    const before = offered.card;
    const needsSecond = settings.protectionOf(offered.environment).needsSecondPerson;
    const run = newRun(offered, chosen, confirmation, { person, needsSecond, now });
    const requested = mapRollouts(before, (rollout) =>
      rollout === offered.rollout ? { ...rollout, rollback: run } : rollout,
    );
    const after = settleCard(requested, before, now);
    await putCard(session, desk, { before, after, now });
    const action = run.isBreakGlass === true ? 'rollback-glass-broken' : 'rollback-requested';
    const { reason } = run;
    const words = reason === undefined ? {} : { reason };
    await recordDeed(session, { offered, person, action, at: now, chosenLabel: chosen.label, ...words });
    return { kind: 'accepted', card: after };
  }

  return { prepare, accept };
}

/** Rollbacks of a card that are to be carried out now, in the clusters that are asked for. */
export function approvedRuns(card: Card, isAskedFor: (cluster: string) => boolean): readonly string[] {
  return runsIn(card, isAskedFor).flatMap(({ offerId, status }) => (status === 'approved' ? [offerId] : []));
}

/** Those, the ones that wait for something elsewhere, and those of which it is not known how far they came. */
export function pendingRuns(card: Card, isAskedFor: (cluster: string) => boolean): readonly string[] {
  return runsIn(card, isAskedFor).flatMap((run) => (isOwed(run) || isUntold(run) ? [run.offerId] : []));
}

function runsIn(card: Card, isAskedFor: (cluster: string) => boolean): readonly RollbackRun[] {
  return rolloutsOf(card).flatMap(({ workload, rollback }) =>
    rollback !== undefined && isAskedFor(workload.cluster) ? [rollback] : [],
  );
}

interface Circumstances {
  readonly person: SlackPerson;
  readonly needsSecond: boolean;
  readonly now: number;
}

function newRun(
  { offer, rollout }: Offered,
  chosen: Candidate,
  { offerId, reason, isBreakGlass, deletesStuckPods }: Confirmation,
  { person: { userId, name }, needsSecond, now }: Circumstances,
): RollbackRun {
  const goesAlone = needsSecond && isBreakGlass === true;
  const suspension = carrySuspension(rollout.rollback, offer.way, { at: now, by: { userId, name } });
  return {
    offerId,
    by: { userId, name },
    ...(reason === undefined ? {} : { reason }),
    way: offer.way,
    target: chosen.revision,
    targetLabel: chosen.label,
    // The key of a request has its time, and no two requests share one.
    requestedAt: Math.max(now, (rollout.rollback?.requestedAt ?? now - 1) + 1),
    status: needsSecond && !goesAlone ? 'requested' : 'approved',
    ...(goesAlone ? { isBreakGlass: true } : {}),
    ...(deletesStuckPods === true ? { deletesStuckPods: true } : {}),
    ...(suspension === undefined ? {} : { suspension }),
  };
}

export async function find(session: StoreSession, { offerId }: Pick<Press, 'offerId'>) {
  return findOffer(await session.cardByOffer(offerId), offerId);
}

export async function currentRevision(session: StoreSession, offered: Offered): Promise<number | undefined> {
  const known = await session.workload(workloadKey(offered.rollout.workload));
  return known?.uid === offered.rollout.workloadUid ? known.revision : undefined;
}
