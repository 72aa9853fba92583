import type { Card } from '../domain/release/card.ts';
import { mapRollouts } from '../domain/release/follow-card.ts';
import { rolloutsOf, settleCard } from '../domain/release/settle-card.ts';
import { checkOffer, findOffer, type Offered } from '../domain/rollback/check-offer.ts';
import type { Refusal } from '../domain/rollback/refusal.ts';
import type { RollbackRun } from '../domain/rollback/rollback.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { HistoryEntry, SlackPerson, StoreSession } from '../ports.ts';
import type { Authorise } from './authorise.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';
import type { RunRollback } from './run-rollback.ts';
import { within } from './within.ts';

export interface Press {
  readonly offerId: string;
  readonly userId: string;
}

export interface Confirmation extends Press {
  readonly reason?: string;
}

export type Offer = { readonly kind: 'offered'; readonly offered: Offered } | RefusedPress;
export type Acceptance = { readonly kind: 'accepted'; readonly card: Card } | RefusedPress;

export interface RefusedPress {
  readonly kind: 'refused';
  readonly refusal: Refusal;
}

export interface RollBack {
  /** The button was pressed: what would be done, or why not. Changes nothing. */
  prepare(press: Press): Promise<Offer>;
  /** The person confirmed: checked again, stored, answered, and then carried out by itself. */
  accept(confirmation: Confirmation): Promise<Acceptance>;
}

/** Slack waits three seconds for an answer, and a modal must be opened within them. */
const identityTimeoutMs = 2_000;

export function createRollBack(
  desk: Desk,
  authorise: Authorise,
  runRollback: Pick<RunRollback, 'run'>,
): RollBack {
  const { store, serial, clock, log } = desk;

  async function prepare(press: Press): Promise<Offer> {
    const found = await find(store, press);
    if (found.kind === 'refused') return found;
    const { offered } = found;
    const permitted = await permit(offered, press.userId);
    const refusal =
      permitted.kind === 'refused'
        ? permitted.refusal
        : checkOffer(offered, await currentRevision(store, offered));
    if (refusal === undefined) return found;
    await store.appendHistory(refusalEntry(offered, press, refusal, clock.now()));
    return { kind: 'refused', refusal };
  }

  async function accept(confirmation: Confirmation): Promise<Acceptance> {
    const found = await find(store, confirmation);
    if (found.kind === 'refused') return found;
    const permitted = await permit(found.offered, confirmation.userId);
    if (permitted.kind === 'refused') {
      await store.appendHistory(refusalEntry(found.offered, confirmation, permitted.refusal, clock.now()));
      return permitted;
    }

    const result = await serial.run(found.offered.card.owner.service, () =>
      store.transaction((session) => request(session, confirmation, permitted.person)),
    );
    if (result.kind === 'accepted') {
      desk.onCardChanged(result.card);
      // Started here and not by who asked: Slack may be too slow to hear the answer, and what is accepted is done.
      void runRollback.run(result.card.id, confirmation.offerId);
    }
    return result;
  }

  async function request(
    session: StoreSession,
    confirmation: Confirmation,
    person: SlackPerson,
  ): Promise<Acceptance> {
    const found = await find(session, confirmation);
    if (found.kind === 'refused') return found;
    const { offered } = found;
    const now = clock.now();
    const refusal = checkOffer(offered, await currentRevision(session, offered));
    if (refusal !== undefined) {
      await session.appendHistory(refusalEntry(offered, confirmation, refusal, now));
      return { kind: 'refused', refusal };
    }

    const before = offered.card;
    const run = newRun(offered, confirmation, person, now);
    const requested = mapRollouts(before, (rollout) =>
      rollout === offered.rollout ? { ...rollout, rollback: run } : rollout,
    );
    const after = settleCard(requested, before, now);
    await putCard(session, desk, { before, after, now });
    await session.appendHistory(historyEntry(offered, confirmation, 'rollback-requested', now));
    return { kind: 'accepted', card: after };
  }

  async function permit(offered: Offered, userId: string) {
    const { card, environment } = offered;
    try {
      const asked = authorise({ userId, owner: card.owner.team });
      const { permission, person } = await within(identityTimeoutMs, asked);
      if (permission.isAllowed) return { kind: 'permitted', person } as const;
      const { allowedTeams, ownTeams } = permission;
      return refuse({
        kind: 'not-permitted',
        service: card.owner.service,
        environment,
        allowedTeams,
        ownTeams,
      });
    } catch (error) {
      log.error({ err: error, userId }, 'Slack did not say who pressed a button');
      return refuse({ kind: 'identity-unavailable' });
    }
  }

  return { prepare, accept };
}

/** Accepted rollbacks of a card that nobody has carried out yet, in the clusters that are asked for. */
export function pendingRuns(card: Card, isAskedFor: (cluster: string) => boolean): readonly string[] {
  return rolloutsOf(card).flatMap(({ workload, rollback }) =>
    rollback?.status === 'requested' && isAskedFor(workload.cluster) ? [rollback.offerId] : [],
  );
}

function newRun(
  { offer }: Offered,
  { offerId, reason }: Confirmation,
  { userId, name }: SlackPerson,
  now: number,
): RollbackRun {
  return {
    offerId,
    by: { userId, name },
    ...(reason === undefined ? {} : { reason }),
    target: offer.target,
    targetLabel: offer.targetLabel,
    requestedAt: now,
    status: 'requested',
  };
}

async function find(session: StoreSession, { offerId }: Press) {
  return findOffer(await session.cardByOffer(offerId), offerId);
}

async function currentRevision(session: StoreSession, offered: Offered): Promise<number | undefined> {
  const known = await session.workload(workloadKey(offered.rollout.workload));
  return known?.uid === offered.rollout.workloadUid ? known.revision : undefined;
}

function refuse(refusal: Refusal): RefusedPress {
  return { kind: 'refused', refusal };
}

function refusalEntry(offered: Offered, press: Press, refusal: Refusal, at: number): HistoryEntry {
  const entry = historyEntry(offered, press, 'rollback-refused', at);
  return { ...entry, detail: { ...entry.detail, because: refusal.kind } };
}

function historyEntry(offered: Offered, { userId }: Press, type: string, at: number): HistoryEntry {
  const { card, environment, rollout, offer } = offered;
  const workload = workloadKey(rollout.workload);
  const detail = { userId, environment, workload, from: offer.from, to: offer.targetLabel };
  return { at, type, service: card.owner.service, cardId: card.id, detail };
}
