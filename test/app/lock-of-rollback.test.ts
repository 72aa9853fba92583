import { expect, it } from 'vitest';
import { putCard } from '../../src/app/put-card.ts';
import { mapRollouts } from '../../src/domain/release/follow-card.ts';
import type { RollbackRun } from '../../src/domain/rollback/rollback.ts';
import { crash, look, openCard, play } from '../domain/release/story.ts';
import { openDesk } from './open-desk.ts';
import { accepted } from './rollback/accepted-run.ts';

const run: RollbackRun = { ...accepted, status: 'running' };

/** What the audit says of locks after a rollback by `by` has set one, and after another one was in force until `until`. */
async function lockedBy(by: RollbackRun['by'], heldUntil?: number) {
  const { desk, store } = await openDesk();
  const before = play(openCard(look(43)), look(43, { problems: [crash()] }));
  const lock = { at: 4000, until: 90_000 };
  const after = mapRollouts(before, (rollout) => ({ ...rollout, rollback: { ...run, by, lock } }));
  if (heldUntil !== undefined) {
    const place = { service: before.owner.service, environment: 'prod' };
    await store.locks.saveLock({ ...place, by: run.by, at: 1, until: heldUntil, cause: { kind: 'asked' } });
  }
  await store.transaction(async (session) => {
    await putCard(session, desk, { before: undefined, after: before, now: 3500 });
    await putCard(session, desk, { before, after, now: 4000 });
  });
  const audit = await store.auditRecords({ afterSequence: 0, limit: 50 });
  return audit.map(({ entry }) => entry).filter(({ action }) => action === 'locked');
}

it('a lock that a rollback sets is an entry of the audit, with who, from what and until when', async () => {
  expect(await lockedBy(run.by)).toMatchObject([
    {
      actor: { kind: 'person', userId: 'U1', name: 'Ada' },
      environment: 'prod',
      before: 'v43',
      after: 'until 1970-01-01T00:01:30.000Z',
    },
  ]);
});

it('one of a rollback that nobody asked for is Shipmate’s own', async () => {
  expect(await lockedBy({ userId: '', name: '' })).toMatchObject([{ actor: { kind: 'shipmate' } }]);
});

it('one that takes the place of somebody’s says whose', async () => {
  expect(await lockedBy(run.by, 50_000)).toMatchObject([
    {
      before: 'v43',
      replaces: { by: { kind: 'person', name: 'Ada' }, until: '1970-01-01T00:00:50.000Z' },
    },
  ]);
});

it('where a longer one stays there is nothing to enter', async () => {
  expect(await lockedBy(run.by, 500_000)).toEqual([]);
});
