import type { Card } from '../domain/release/card.ts';
import { mapRollouts } from '../domain/release/follow-card.ts';
import { rolloutsOf, settleCard } from '../domain/release/settle-card.ts';
import { checkOffer, findOffer, type Offered } from '../domain/rollback/check-offer.ts';
import type { Refusal } from '../domain/rollback/refusal.ts';
import type { RollbackRun } from '../domain/rollback/rollback.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { SlackPerson, StoreSession } from '../ports.ts';
import type { Authorise } from './authorise.ts';
import type { Desk } from './desk.ts';
import { putCard } from './put-card.ts';
import type { RunRollback } from './run-rollback.ts';

export type Offer = { readonly kind: 'offered'; readonly offered: Offered } | RefusedPress;
export type Acceptance = { readonly kind: 'accepted'; readonly card: Card } | RefusedPress;

export interface RefusedPress {
  readonly kind: 'refused';
  readonly refusal: Refusal;
}

export interface RollBack {
  /** The button was pressed: what would be done, or why not. Changes nothing. */
  prepare(press: { offerId: string; userId: string }): Promise<Offer>;
  /** The person confirmed: checked again, stored, and only then answered. `run` does it. */
  accept(press: { offerId: string; userId: string; reason?: string }): Promise<Acceptance>;
  /** Carries out an accepted rollback; safe to call again after a crash. */
  run(cardId: string, offerId: string): Promise<void>;
}

export function createRollBack(desk: Desk, authorise: Authorise, runRollback: RunRollback): RollBack {
  const { store, serial, clock, log } = desk;

  async function prepare(press: { offerId: string; userId: string }): Promise<Offer> {
    const offered = await find(store, press.offerId);
    if (offered === undefined) return refuse({ kind: 'unknown-button' });
    const permitted = await permit(offered, press.userId);
    if (permitted.kind === 'refused') return permitted;
    const refusal = checkOffer(offered, await currentRevision(store, offered));
    return refusal === undefined ? { kind: 'offered', offered } : refuse(refusal);
  }

  async function accept(press: { offerId: string; userId: string; reason?: string }): Promise<Acceptance> {
    const offered = await find(store, press.offerId);
    if (offered === undefined) return refuse({ kind: 'unknown-button' });
    const permitted = await permit(offered, press.userId);
    if (permitted.kind === 'refused') return permitted;

    const result = await serial.run(offered.card.owner.service, () =>
      store.transaction((session) => request(session, press, permitted.person)),
    );
    if (result.kind === 'accepted') desk.onCardChanged(result.card);
    return result;
  }

  async function request(
    session: StoreSession,
    press: { offerId: string; reason?: string },
    person: SlackPerson,
  ): Promise<Acceptance> {
    const offered = await find(session, press.offerId);
    if (offered === undefined) return refuse({ kind: 'unknown-button' });
    const refusal = checkOffer(offered, await currentRevision(session, offered));
    if (refusal !== undefined) return refuse(refusal);

    const now = clock.now();
    const before = offered.card;
    const run: RollbackRun = {
      offerId: press.offerId,
      by: { userId: person.userId, name: person.name },
      ...(press.reason === undefined ? {} : { reason: press.reason }),
      target: offered.offer.target,
      targetLabel: offered.offer.targetLabel,
      requestedAt: now,
      status: 'requested',
    };
    const after = settleCard(
      mapRollouts(before, (rollout) =>
        rollout === offered.rollout ? { ...rollout, rollback: run } : rollout,
      ),
      before,
      now,
    );
    await putCard(session, desk, { before, after, now });
    await session.appendHistory(historyEntry(offered, 'rollback-requested', person.userId, now));
    return { kind: 'accepted', card: after };
  }

  async function permit(offered: Offered, userId: string) {
    const { card, environment } = offered;
    try {
      const { permission, person } = await authorise({ userId, owner: card.owner.team });
      if (permission.isAllowed) return { kind: 'permitted', person } as const;
      await store.appendHistory(historyEntry(offered, 'rollback-refused', userId, clock.now()));
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

  return { prepare, accept, run: runRollback };
}

async function find(session: StoreSession, offerId: string): Promise<Offered | undefined> {
  const card = await session.cardByOffer(offerId);
  return card === undefined ? undefined : findOffer(card, offerId);
}

async function currentRevision(session: StoreSession, offered: Offered): Promise<number | undefined> {
  const known = await session.workload(workloadKey(offered.rollout.workload));
  return known?.uid === offered.rollout.workloadUid ? known.revision : undefined;
}

function refuse(refusal: Refusal): RefusedPress {
  return { kind: 'refused', refusal };
}

function historyEntry(offered: Offered, type: string, userId: string, at: number) {
  const { card, environment, rollout, offer } = offered;
  const detail = {
    userId,
    environment,
    workload: workloadKey(rollout.workload),
    from: offer.from,
    to: offer.targetLabel,
  };
  return { at, type, service: card.owner.service, cardId: card.id, detail };
}

/** Accepted rollbacks of a card that nobody has carried out yet. */
export function pendingRuns(card: Card): readonly string[] {
  return rolloutsOf(card).flatMap(({ rollback }) =>
    rollback?.status === 'requested' ? [rollback.offerId] : [],
  );
}
