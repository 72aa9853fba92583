import type { Action } from '../../domain/permission/action.ts';
import { mapRollouts } from '../../domain/release/follow-card.ts';
import { settleCard } from '../../domain/release/settle-card.ts';
import { checkApproval, type Word } from '../../domain/rollback/check-approval.ts';
import type { Settle, SlackPerson, StoreSession } from '../../ports.ts';
import type { Authorise } from '../authorise.ts';
import type { Desk } from '../desk.ts';
import { putCard } from '../put-card.ts';
import { createPermit } from './permit.ts';
import { recordDeed, recordOutdated, recordRefusal } from './record-deed.ts';
import { type Acceptance, currentRevision, find, type Press } from './roll-back.ts';
import type { RunRollback } from './run-rollback.ts';

/** What the second person says to a rollback that waits for one. */
export interface SecondWord {
  /** Agrees: it is stored, and then carried out by itself. `settle` goes with what is accepted, not with a refusal. */
  approve(press: Press, settle?: Settle): Promise<Acceptance>;
  /** Says no; whoever may agree may. It comes to nothing, and another may be asked for. */
  decline(press: Press, settle?: Settle): Promise<Acceptance>;
  /** Keeps Shipmate from what it has announced; whoever may roll back may. */
  stop(press: Press, settle?: Settle): Promise<Acceptance>;
}

const actions: Readonly<Record<Word, { readonly needs: Action; readonly told: string }>> = {
  approve: { needs: 'approve', told: 'rollback-approved' },
  decline: { needs: 'approve', told: 'rollback-declined' },
  stop: { needs: 'rollback', told: 'rollback-stopped' },
};

export function createSecondWord(
  desk: Desk,
  authorise: Authorise,
  runRollback: Pick<RunRollback, 'run'>,
): SecondWord {
  const { store, serial, clock, log } = desk;
  const permit = createPermit(authorise, log);

  async function say(press: Press, word: Word, settle?: Settle): Promise<Acceptance> {
    const found = await find(store, press);
    if (found.kind === 'refused') {
      const { userId } = press;
      const person = found.place === undefined ? { userId } : await permit.who(found.place, userId);
      const deed = { person, at: clock.now() };
      await store.transaction((session) => recordOutdated(session, found, deed));
      return { kind: 'refused', refusal: found.refusal };
    }
    const { offered } = found;
    const permitted = await permit(offered, press.userId, actions[word].needs);
    if (permitted.kind === 'refused') {
      const { refusal, person } = permitted;
      const deed = { offered, person, at: clock.now(), refusal };
      await store.transaction((session) => recordRefusal(session, deed));
      return { kind: 'refused', refusal };
    }
    const result = await serial.run(offered.card.owner.service, () =>
      store.transaction(async (session) => {
        const decided = await decide(session, press, permitted.person, word);
        if (decided.kind === 'accepted') await settle?.(session);
        return decided;
      }),
    );
    if (result.kind === 'accepted') {
      desk.onCardChanged(result.card);
      if (word === 'approve') void runRollback.run(result.card.id, press.offerId);
    }
    return result;
  }

  async function decide(
    session: StoreSession,
    press: Press,
    { userId, name }: SlackPerson,
    word: Word,
  ): Promise<Acceptance> {
    const found = await find(session, press);
    const now = clock.now();
    if (found.kind === 'refused') {
      await recordOutdated(session, found, { person: { userId, name }, at: now });
      return { kind: 'refused', refusal: found.refusal };
    }
    const { offered } = found;
    const refusal = checkApproval(offered, {
      userId,
      current: await currentRevision(session, offered),
      word,
    });
    if (refusal !== undefined) {
      await recordRefusal(session, { offered, person: { userId, name }, at: now, refusal });
      return { kind: 'refused', refusal };
    }

    const before = offered.card;
    const approval = { by: { userId, name }, at: now };
    const changed = mapRollouts(before, (rollout) => {
      if (rollout !== offered.rollout || rollout.rollback === undefined) return rollout;
      const { rollback } = rollout;
      const next =
        word === 'approve'
          ? ({ ...rollback, approval, status: 'approved' } as const)
          : ({ ...rollback, approval, status: 'refused', endedAt: now } as const);
      return { ...rollout, rollback: next };
    });
    const after = settleCard(changed, before, now);
    await putCard(session, desk, { before, after, now });
    const action = actions[word].told;
    const run = offered.rollout.rollback;
    const chosen = run === undefined ? {} : { chosenLabel: run.targetLabel };
    await recordDeed(session, { offered, person: approval.by, action, at: now, ...chosen });
    return { kind: 'accepted', card: after };
  }

  return {
    approve: (press, settle) => say(press, 'approve', settle),
    decline: (press, settle) => say(press, 'decline', settle),
    stop: (press, settle) => say(press, 'stop', settle),
  };
}
