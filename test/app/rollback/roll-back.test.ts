import { describe, expect, it } from 'vitest';
import { createFollowWorkload } from '../../../src/app/follow-workload.ts';
import { putCard } from '../../../src/app/put-card.ts';
import { createRollBack } from '../../../src/app/rollback/roll-back.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import { failRollback } from '../../../src/domain/release/follow-rollback.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { TransientError } from '../../../src/errors.ts';
import { counts, crash, look, onlyRollout } from '../../domain/release/story.ts';
import { type OpenDesk, openDesk } from '../open-desk.ts';

const ada = { userId: 'U-ADA', name: 'Ada' };

/** v43 crashes after v42 was healthy; then these looks. Answers the button of v43's card. */
async function afterCrash(...looks: readonly WorkloadObservation[]) {
  const open = await openDesk();
  const follow = createFollowWorkload(open.desk);
  await follow.observe(look(42, { phase: 'complete', counts: counts(3) }), true);
  await follow.observe(look(43, { problems: [crash()] }), false);
  const [card] = await open.store.recentCards('payments-api', 0);
  const offer = card?.releases[0]?.rollouts[0]?.offer;
  if (offer?.kind !== 'way-back') throw new Error('no way back was offered');
  for (const seen of looks) await follow.observe(seen, false);
  return { ...open, press: { offerId: offer.id, userId: ada.userId } };
}

function rollBack({ desk }: Pick<OpenDesk, 'desk'>, isAllowed = true) {
  const runs: string[] = [];
  const permission = isAllowed
    ? ({ isAllowed, rule: 'owners', as: { kind: 'owner' } } as const)
    : ({ isAllowed, allowed: [{ kind: 'team', name: 'payments' }], ownTeams: ['search'] } as const);
  const verbs = createRollBack(desk, async () => ({ permission, person: ada }), {
    run: async (cardId) => void runs.push(cardId),
  });
  return { ...verbs, runs };
}

describe('createRollBack', () => {
  it('carries out what was accepted, once', async () => {
    const open = await afterCrash();
    const { accept, runs } = rollBack(open);

    const both = await Promise.all([accept(open.press), accept(open.press)]);

    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['accepted', 'refused']);
    expect(runs).toHaveLength(1);
  });

  it('carries out nothing when the mark that it was processed cannot be stored with it', async () => {
    const open = await afterCrash();
    const { accept, runs } = rollBack(open);
    const overtaken = () => Promise.reject(new Error('overtaken'));

    await expect(accept(open.press, overtaken)).rejects.toThrow('overtaken');
    const settled: string[] = [];
    const again = await accept(open.press, async () => void settled.push('accepted'));
    const refused = await accept(open.press, async () => void settled.push('refused'));

    expect([again.kind, refused.kind]).toEqual(['accepted', 'refused']);
    expect(settled).toEqual(['accepted', 'refused']);
    expect(runs).toHaveLength(1);
  });

  it.each([
    ['had gone through', true],
    ['had not gone through', false],
  ])(
    'looks whether a confirmation was stored when the answer of the store is lost, and it %s',
    async (_, isStored) => {
      const open = await afterCrash();
      let isLost = false;
      const transaction: typeof open.store.transaction = async (work) => {
        const result = isStored || isLost ? await open.store.transaction(work) : undefined;
        if (isLost) return result as Awaited<ReturnType<typeof work>>;
        isLost = true;
        throw new TransientError('store_unavailable', 'The connection was lost.', { outcome: 'unknown' });
      };
      const { accept, runs } = rollBack({ desk: { ...open.desk, store: { ...open.store, transaction } } });
      const settled: string[] = [];

      const first = await accept(open.press, async () => void settled.push('first')).catch(
        (error: unknown) => error,
      );
      const again = await accept(open.press);

      expect(first).toMatchObject(isStored ? { kind: 'accepted' } : { outcome: 'unknown' });
      expect(again.kind).toBe(isStored ? 'refused' : 'accepted');
      expect(runs).toHaveLength(1);
    },
  );

  it.each([
    ['a newer version came', look(44), 'stale'],
    ['it is healthy again', look(43, { phase: 'complete', counts: counts(3) }), 'healthy-again'],
    [
      'a manager came',
      look(43, { problems: [crash()], manager: { kind: 'argocd', name: 'payments' } }),
      'managed',
    ],
  ])('refuses when %s', async (_, seen, kind) => {
    const open = await afterCrash(seen);
    // A crash is over when it has stayed away for half a minute.
    if (kind === 'healthy-again') await recover(open, seen);
    const { prepare, accept, runs } = rollBack(open);

    const answers = [await prepare(open.press), await accept(open.press)];

    expect(answers).toMatchObject([
      { kind: 'refused', refusal: { kind } },
      { kind: 'refused', refusal: { kind } },
    ]);
    expect(runs).toEqual([]);
  });

  it('begins anew when it is pressed again: nobody was asked for it yet', async () => {
    const open = await afterCrash();
    const { accept } = rollBack(open);
    await accept(open.press);
    const [before] = await open.store.recentCards('payments-api', 0);
    const after = mapRollouts(before ?? expect.fail('there is no card'), (rollout) => {
      const { rollback: run } = failRollback(rollout, { kind: 'overdue' }, 1000);
      return run === undefined ? rollout : { ...rollout, rollback: { ...run, askedAt: 900 } };
    });
    await open.store.transaction((session) => putCard(session, open.desk, { before, after, now: 1000 }));

    const again = await accept(open.press);

    const run = again.kind === 'accepted' ? onlyRollout(again.card).rollback : undefined;
    expect(run).toMatchObject({ status: 'approved' });
    expect(run).not.toHaveProperty('askedAt');
  });

  it('records that a button was of an offer that is not there any more', async () => {
    const manager = { kind: 'argocd', name: 'payments' } as const;
    const open = await afterCrash(look(43, { problems: [crash()], manager }));
    const { prepare, accept } = rollBack(open);
    const named = { kind: 'person', userId: ada.userId, name: ada.name };

    await prepare(open.press);
    await accept(open.press);
    const history = await open.store.history('payments-api', 10);

    const refusals = history.filter(({ type }) => type === 'rollback-refused');
    expect(refusals.map(({ detail }) => detail['because'])).toEqual(['managed', 'managed']);
    expect(refusals.map(({ detail }) => detail['actor'])).toEqual([named, named]);
  });

  it('records every refusal with who, what and why', async () => {
    const open = await afterCrash();
    const { prepare } = rollBack(open, false);

    await prepare(open.press);
    const history = await open.store.history('payments-api', 10);

    expect(history.find(({ type }) => type === 'rollback-refused')?.detail).toMatchObject({
      actor: { kind: 'person', userId: ada.userId, name: ada.name },
      because: 'not-permitted',
      before: 'v43',
      after: 'v42',
    });
  });
});

async function recover(open: OpenDesk, seen: WorkloadObservation): Promise<void> {
  open.at(60_000);
  await createFollowWorkload(open.desk).observe({ ...seen, message: 'again' }, false);
}
