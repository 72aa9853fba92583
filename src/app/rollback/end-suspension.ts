import type { Card, Release, Rollout } from '../../domain/release/card.ts';
import { mapRollouts } from '../../domain/release/follow-card.ts';
import { settleCard } from '../../domain/release/settle-card.ts';
import type { Refusal } from '../../domain/rollback/refusal.ts';
import type { Person, RollbackRun } from '../../domain/rollback/rollback.ts';
import { isHeldNow, type Suspension } from '../../domain/rollback/suspension.ts';
import { workloadKey } from '../../domain/rollout/workload.ts';
import type { Settle, StoreSession } from '../../ports.ts';
import type { Authorise } from '../authorise.ts';
import type { Desk } from '../desk.ts';
import { putCard } from '../put-card.ts';
import { createPermit, type Presser } from './permit.ts';
import type { Acceptance, Press, RefusedPress } from './roll-back.ts';

export interface EndSuspension {
  /** Somebody does not want to wait until Flux resumes by itself; whoever may roll back may. */
  resume(press: Press, settle?: Settle): Promise<Acceptance>;
}

/** What a button stands for, whether anything is suspended for it or not. */
interface Place {
  readonly card: Card;
  readonly release: Release;
  readonly rollout: Rollout;
  readonly run: RollbackRun;
}

interface Held extends Place {
  readonly suspension: Suspension;
}

export function createEndSuspension(desk: Desk, authorise: Authorise): EndSuspension {
  const { store, serial, clock, log } = desk;
  const permit = createPermit(authorise, log);

  async function resume(press: Press, settle?: Settle): Promise<Acceptance> {
    const { offerId, userId } = press;
    const place = find(await store.cardByOffer(offerId), offerId);
    const held = place && heldAt(place);
    if (held === undefined) {
      const refusal = { kind: 'not-suspended' } as const;
      if (place !== undefined) {
        const by = await permit.who(placeOf(place), userId);
        await store.transaction((session) => record(session, place, by, refusal));
      }
      return refused(refusal);
    }
    const { card } = held;
    const permitted = await permit(placeOf(held), userId, 'rollback');
    if (permitted.kind === 'refused') {
      const { refusal, person: by } = permitted;
      await store.transaction((session) => record(session, held, by, refusal));
      return refused(refusal);
    }
    const { person } = permitted;
    const by = { userId, name: person.name };
    const result = await serial.run(card.owner.service, () =>
      store.transaction(async (session) => {
        const accepted = await ask(session, offerId, by);
        // Of a refusal somebody is still to be told, and that is when it is done.
        if (accepted.kind === 'accepted') await settle?.(session);
        return accepted;
      }),
    );
    // Whoever leads the cluster resumes it then.
    if (result.kind === 'accepted') desk.onCardChanged(result.card);
    return result;
  }

  async function ask(session: StoreSession, offerId: string, by: Person): Promise<Acceptance> {
    const place = find(await session.cardByOffer(offerId), offerId);
    const held = place && heldAt(place);
    if (held === undefined) {
      const refusal = { kind: 'not-suspended' } as const;
      if (place !== undefined) await record(session, place, by, refusal);
      return refused(refusal);
    }
    const now = clock.now();
    const { card: before, run, suspension } = held;
    const asked = { ...run, suspension: { ...suspension, endAsked: { at: now, by } } };
    const moved = mapRollouts(before, (rollout) =>
      rollout === held.rollout ? { ...rollout, rollback: asked } : rollout,
    );
    const after = settleCard(moved, before, now);
    await putCard(session, desk, { before, after, now });
    await record(session, held, by);
    return { kind: 'accepted', card: after };
  }

  async function record(
    session: StoreSession,
    { card, release, rollout, run }: Place,
    by: Presser,
    refusal?: Refusal,
  ): Promise<void> {
    const at = clock.now();
    const { service } = card.owner;
    const type = refusal === undefined ? 'flux-resume-requested' : 'flux-resume-refused';
    const detail = {
      actor: { kind: 'person', ...by },
      source: 'slack',
      outcome: refusal === undefined ? 'done' : 'refused',
      environment: release.environment,
      workload: workloadKey(rollout.workload),
      way: run.way.kind,
      ...(refusal === undefined ? {} : { because: refusal.kind }),
    } as const;
    await session.appendHistory({ at, type, service, cardId: card.id, detail });
    await session.appendAudit({ at, action: type, service, ...detail });
  }

  return { resume };
}

function refused(refusal: Refusal): RefusedPress {
  return { kind: 'refused', refusal };
}

/** The rollback that a button stands for; undefined when there is none. */
function find(card: Card | undefined, offerId: string): Place | undefined {
  for (const release of card?.releases ?? []) {
    for (const rollout of release.rollouts) {
      const run = rollout.rollback;
      if (card !== undefined && run?.offerId === offerId) return { card, release, rollout, run };
    }
  }
  return undefined;
}

function placeOf({ card, release }: Place) {
  return { card, environment: release.environment };
}

/** Undefined when nothing is suspended for it. */
function heldAt(place: Place): Held | undefined {
  const { suspension } = place.run;
  return isHeldNow(suspension) ? { ...place, suspension } : undefined;
}
