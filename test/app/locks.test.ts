import { describe, expect, it } from 'vitest';
import type { Authorise } from '../../src/app/authorise.ts';
import { createLocks, type Locks } from '../../src/app/locks/locks.ts';
import { openDesk } from './open-desk.ts';

const ada = { userId: 'U-ADA', name: 'Ada' };
const place = { service: 'payments-api', environment: 'prod' };
const everyone: Authorise = async () => ({
  permission: { isAllowed: true, rule: 'owners', as: { kind: 'owner' } },
  person: ada,
});
const known = { services: ['payments-api'], environments: ['prod', 'dev'] };

async function open(authorise: Authorise = everyone) {
  const opened = await openDesk();
  return { ...opened, locks: createLocks(opened.desk, authorise, known) };
}

const lockFor = (locks: Locks, ms: number) =>
  locks.lock({ ...place, userId: ada.userId, until: (now) => now + ms });

describe('createLocks', () => {
  it('does not let a shorter lock end a longer one', async () => {
    const { locks } = await open();
    await lockFor(locks, 10_000);

    const second = await lockFor(locks, 1_000);

    expect(second).toMatchObject({ kind: 'locked-longer', lock: { until: 10_000 } });
    expect(await locks.inForce()).toMatchObject([{ until: 10_000 }]);
  });

  it('says which lock a longer one replaces, to the person and in the audit', async () => {
    const { locks, store } = await open();
    await locks.lock({ ...place, userId: 'U-ADA', until: () => 1_000, reason: 'a migration' });

    const second = await lockFor(locks, 10_000);

    expect(second).toMatchObject({
      kind: 'locked',
      lock: { until: 10_000, cause: { kind: 'asked' } },
      replaces: { by: ada, until: 1_000, cause: { kind: 'asked', reason: 'a migration' } },
    });
    const audit = await store.auditRecords({ afterSequence: 0, limit: 10 });
    expect(audit.map(({ entry }) => entry.replaces)).toEqual([
      undefined,
      { by: { kind: 'person', ...ada }, until: '1970-01-01T00:00:01.000Z', reason: 'a migration' },
    ]);
  });

  it('ends a lock by time, and says so in the audit', async () => {
    const { locks, store, at } = await open();
    await lockFor(locks, 1_000);
    at(1_000);

    const held = await locks.check(place);
    await locks.tick();
    await locks.tick();

    expect(held).toBeUndefined();
    const audit = await store.auditRecords({ afterSequence: 0, limit: 10 });
    expect(audit.map(({ entry: { action, actor } }) => [action, actor.kind])).toEqual([
      ['locked', 'person'],
      ['lock-ended', 'shipmate'],
    ]);
  });

  it('lets a lock be that took the place of one whose end was found a moment before', async () => {
    const opened = await openDesk();
    const { promise, resolve: letThrough } = Promise.withResolvers<void>();
    const endedLocks = async (now: number) => {
      const read = await opened.store.locks.endedLocks(now);
      await promise;
      return read;
    };
    const store = { ...opened.store, locks: { ...opened.store.locks, endedLocks } };
    const locks = createLocks({ ...opened.desk, store }, everyone, known);
    await lockFor(locks, 1_000);
    opened.at(1_000);
    const ticking = locks.tick();
    await lockFor(locks, 5_000);

    letThrough();
    await ticking;

    expect(await locks.check(place)).toMatchObject({ until: 6_000 });
  });

  it('tells one of two people who unlock at once that there was nothing to unlock', async () => {
    const { locks, store } = await open();
    await lockFor(locks, 1_000);
    const unlock = () => locks.unlock({ ...place, userId: ada.userId });

    const answers = await Promise.all([unlock(), unlock()]);

    expect(answers.map(({ kind }) => kind)).toEqual(['unlocked', 'not-locked']);
    const audit = await store.auditRecords({ afterSequence: 0, limit: 10 });
    expect(audit.map(({ entry: { action } }) => action)).toEqual(['locked', 'unlocked']);
  });

  it('records a refusal', async () => {
    const { locks, store } = await open(async () => ({
      permission: { isAllowed: false, allowed: [], ownTeams: [] },
      person: ada,
    }));

    const answer = await lockFor(locks, 1_000);

    expect(answer).toMatchObject({ kind: 'not-permitted', deed: { action: 'lock' } });
    const [record] = await store.auditRecords({ afterSequence: 0, limit: 10 });
    expect(record?.entry).toMatchObject({
      action: 'lock-refused',
      outcome: 'refused',
      actor: { userId: 'U-ADA' },
    });
  });

  it('changes nothing while Slack does not say who it is', async () => {
    const { locks } = await open(() => Promise.reject(new Error('slack is away')));

    expect(await lockFor(locks, 1_000)).toEqual({ kind: 'identity-unavailable' });
    expect(await locks.inForce()).toEqual([]);
  });
});
