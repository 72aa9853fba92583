import { mapRollouts } from '../../domain/release/follow-card.ts';
import { settleCard } from '../../domain/release/settle-card.ts';
import { checkApproval } from '../../domain/rollback/check-approval.ts';
import type { Offered } from '../../domain/rollback/check-offer.ts';
import type { Refusal } from '../../domain/rollback/refusal.ts';
import type { SlackPerson, StoreSession } from '../../ports.ts';
import type { Authorise } from '../authorise.ts';
import type { Desk } from '../desk.ts';
import { putCard } from '../put-card.ts';
import { createPermit } from './permit.ts';
import { type Acceptance, currentRevision, find, type Press } from './roll-back.ts';
import { refusalEntry, rollbackEntry } from './rollback-entry.ts';
import type { RunRollback } from './run-rollback.ts';

/** What the second person says to a rollback that waits for one. */
export interface SecondWord {
  /** Agrees: it is stored, and then carried out by itself. */
  approve(press: Press): Promise<Acceptance>;
  /** Says no; whoever may agree may. It comes to nothing, and another may be asked for. */
  decline(press: Press): Promise<Acceptance>;
}

export function createSecondWord(desk: Desk, authorise: Authorise, runRollback: RunRollback): SecondWord {
  const { store, serial, clock, log } = desk;
  const permit = createPermit(authorise, log);

  async function say(press: Press, isYes: boolean): Promise<Acceptance> {
    const found = await find(store, press);
    if (found.kind === 'refused') return found;
    const { offered } = found;
    const permitted = await permit(offered, press.userId, 'approve');
    if (permitted.kind === 'refused') {
      await store.appendHistory(refusalEntry(offered, press.userId, permitted.refusal, clock.now()));
      return permitted;
    }
    const result = await serial.run(offered.card.owner.service, () =>
      store.transaction((session) => settle(session, press, permitted.person, isYes)),
    );
    if (result.kind === 'accepted') {
      desk.onCardChanged(result.card);
      if (isYes) void runRollback.run(result.card.id, press.offerId);
    }
    return result;
  }

  async function settle(
    session: StoreSession,
    press: Press,
    { userId, name }: SlackPerson,
    isYes: boolean,
  ): Promise<Acceptance> {
    const found = await find(session, press);
    if (found.kind === 'refused') return found;
    const { offered } = found;
    const now = clock.now();
    const refusal = checkApproval(offered, {
      userId,
      current: await currentRevision(session, offered),
      isYes,
    });
    if (refusal !== undefined) return refuse(session, offered, userId, refusal);

    const before = offered.card;
    const approval = { by: { userId, name }, at: now };
    const changed = mapRollouts(before, (rollout) => {
      if (rollout !== offered.rollout || rollout.rollback === undefined) return rollout;
      const { rollback } = rollout;
      const next = isYes
        ? ({ ...rollback, approval, status: 'approved' } as const)
        : ({ ...rollback, approval, status: 'refused', endedAt: now } as const);
      return { ...rollout, rollback: next };
    });
    const after = settleCard(changed, before, now);
    await putCard(session, desk, { before, after, now });
    const type = isYes ? 'rollback-approved' : 'rollback-declined';
    await session.appendHistory(rollbackEntry(offered, userId, type, now));
    return { kind: 'accepted', card: after };
  }

  async function refuse(
    session: StoreSession,
    offered: Offered,
    userId: string,
    refusal: Refusal,
  ): Promise<Acceptance> {
    await session.appendHistory(refusalEntry(offered, userId, refusal, clock.now()));
    return { kind: 'refused', refusal };
  }

  return { approve: (press) => say(press, true), decline: (press) => say(press, false) };
}
