import { describe, expect, it } from 'vitest';
import { putCard } from '../../../src/app/put-card.ts';
import { pendingRuns } from '../../../src/app/rollback/roll-back.ts';
import { createRunRollback } from '../../../src/app/rollback/run-rollback.ts';
import { mapRollouts } from '../../../src/domain/release/follow-card.ts';
import type { RollbackRun } from '../../../src/domain/rollback/rollback.ts';
import type { WayBackRequest, WayBackResult } from '../../../src/ports.ts';
import { crash, look, onlyRollout, openCard, play, revision } from '../../domain/release/story.ts';
import { openDesk } from '../open-desk.ts';

const object = { namespace: 'flux-system', name: 'apps' };
const asked: RollbackRun = {
  offerId: 'offer-1',
  by: { userId: 'U1', name: 'Ada' },
  target: revision(42),
  targetLabel: 'v42',
  way: { kind: 'suspend-and-undo', owner: 'Kustomization', object, suspendedForMs: 60_000 },
  requestedAt: 3000,
  status: 'approved',
};
const planned = { key: 'offer-1-3000', from: 3500, until: 63_500 };

/** The run is carried out at 5000, and its executor answers so. */
async function carryOut(before: RollbackRun, answer: WayBackResult) {
  const { desk, store, at } = await openDesk();
  at(5000);
  const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
  const card = mapRollouts(failing, (rollout) => ({
    ...rollout,
    ...(before.status === 'done' ? { status: 'rolled-back' as const, endedAt: 4500 } : {}),
    rollback: before,
  }));
  await store.transaction((session) => putCard(session, desk, { before: undefined, after: card, now: 5000 }));
  const requests: WayBackRequest[] = [];
  const stored: unknown[] = [];
  const current = async () => {
    const found = await store.card(card.id);
    return found && onlyRollout(found).rollback;
  };
  const runRollback = createRunRollback(
    desk,
    () => ({
      async carryOut(request) {
        requests.push(request);
        stored.push((await current())?.suspension);
        return answer;
      },
    }),
    async () => undefined,
  );
  const pending = pendingRuns(card, () => true);
  for (const offerId of [...pending, ...pending]) await runRollback.run(card.id, offerId);
  return { requests, stored, run: await current() };
}

describe('a run for which Flux is suspended', () => {
  it('has its suspension in the store before Flux hears of it', async () => {
    const { stored, requests, run } = await carryOut(asked, { kind: 'applied', suspension: { isOwn: true } });

    expect(stored).toEqual([{ key: 'offer-1-3000', from: 5000, until: 65_000 }]);
    expect(requests.map(({ suspension }) => suspension)).toEqual(stored);
    expect(run).toMatchObject({ status: 'running', suspension: { heldAt: 5000, until: 65_000 } });
  });

  it('goes on with it after a restart', async () => {
    const again = { ...asked, suspension: planned };

    const { requests } = await carryOut(again, { kind: 'already-there', suspension: { isOwn: true } });

    expect(requests.map(({ suspension }) => suspension)).toEqual([planned]);
  });

  it.each(['running', 'done'] as const)(
    'finds out how far it came when the target arrived and the answer was lost: %s',
    async (status) => {
      const lost = { ...asked, status, suspension: planned };

      const { requests, run } = await carryOut(lost, { kind: 'already-there', suspension: { isOwn: true } });

      expect(requests).toHaveLength(1);
      expect(run).toMatchObject({ status, suspension: { heldAt: 5000 }, lock: { at: 5000 } });
    },
  );

  it('has none any more when it was refused, which takes it back', async () => {
    const lost: RollbackRun = { ...asked, status: 'done', suspension: planned };

    const refused = await carryOut(lost, { kind: 'refused', because: 'newer-revision' });
    const forbidden = await carryOut(asked, { kind: 'forbidden', rule: 'patch' });

    expect(refused.run).toMatchObject({ status: 'done' });
    expect(refused.run).not.toHaveProperty('suspension');
    expect(forbidden.run).toMatchObject({ status: 'failed', failure: { kind: 'forbidden' } });
    expect(forbidden.run).not.toHaveProperty('suspension');
  });

  it('is to end at once when it could not be taken back', async () => {
    const { run } = await carryOut(asked, {
      kind: 'forbidden',
      rule: 'patch deployments',
      suspension: { isOwn: true },
    });

    expect(run).toMatchObject({ status: 'failed', suspension: { heldAt: 5000, endAsked: { at: 5000 } } });
  });

  it('does not begin while the suspension of the attempt before comes to its end', async () => {
    const ending = { ...asked, suspension: { ...planned, heldAt: 3600, endAsked: { at: 4900 } } };

    const { requests, run } = await carryOut(ending, { kind: 'applied' });

    expect(requests).toEqual([]);
    expect(run?.status).toBe('approved');
  });

  it('is planned into what it is by then, when another replica was faster', async () => {
    const { desk, store, at } = await openDesk();
    at(5000);
    const failing = play(openCard(look(43)), look(43, { problems: [crash()] }));
    const cardWith = (rollback: RollbackRun) => mapRollouts(failing, (rollout) => ({ ...rollout, rollback }));
    const ended = { ...planned, heldAt: 4000, endAsked: { at: 4500, by: { userId: 'U2', name: 'Linus' } } };
    const after = cardWith({ ...asked, status: 'running', startedAt: 4000, suspension: ended });
    await store.transaction((session) => putCard(session, desk, { before: undefined, after, now: 5000 }));
    const early = [cardWith(asked), cardWith(asked)];
    const late = { ...store, card: async (id: string) => early.shift() ?? store.card(id) };
    const requests: WayBackRequest[] = [];
    const runRollback = createRunRollback(
      { ...desk, store: late },
      () => ({
        async carryOut(request) {
          requests.push(request);
          return { kind: 'already-there', suspension: { isOwn: true } };
        },
      }),
      async () => undefined,
    );

    await runRollback.run(after.id, 'offer-1');

    const found = await store.card(after.id);
    expect(found && onlyRollout(found).rollback).toMatchObject({ status: 'running', suspension: ended });
    expect(requests).toEqual([]);
  });
});
