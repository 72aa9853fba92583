import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/adapters/store/index.ts';
import type { Desk } from '../../src/app/desk.ts';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import { createSerial } from '../../src/app/serial.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import type { Suspect } from '../../src/domain/problem/suspect.ts';
import type { Card } from '../../src/domain/release/card.ts';
import { chooseWayInCluster } from '../../src/domain/rollback/choose-way.ts';
import { workloadKey } from '../../src/domain/rollout/workload.ts';
import { TransientError } from '../../src/errors.ts';
import type { Store } from '../../src/ports.ts';
import { counts, crash, look, settings } from '../domain/release/story.ts';
import { loud } from './loud.ts';

const minute = 60_000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function unready(from: number, patienceMs = 3 * minute): Suspect {
  const { exitCode: _, ...rest } = crash({ reason: 'NotReady', pods: 1, restarts: 0, message: '' });
  const problem: Problem = rest;
  return { problem, patienceMs, spans: [{ from }] };
}

const live = { phase: 'complete', counts: counts(3) } as const;

async function follow(startAt: number) {
  let now = startAt;
  const clock = { now: () => now };
  const store = await openStore({ path: ':memory:', clock });
  onTestFinished(() => store.close());
  let failures = 0;
  const failing: Store = {
    ...store,
    async workloadState(key) {
      failures -= 1;
      if (failures >= 0) throw new TransientError('store_unavailable', 'The store is away.');
      return await store.workloadState(key);
    },
  };
  const changed: Card[] = [];
  const desk: Desk = {
    store: failing,
    clock,
    ids: { next: () => randomUUID() },
    log: silent,
    serial: createSerial(),
    settings: {
      ...settings,
      watchAfterSuccessMs: minute,
      patience: 1,
      cardFreshMs: minute,
      catalog: { teams: [], services: [] },
      lockMs: 86_400_000,
      environmentOf: () => 'prod',
      quiet: loud,
      protectionOf: () => ({ isProtected: false, needsSecondPerson: false }),
      chooseWayFor: () => chooseWayInCluster,
    },
    onCardChanged: (card) => void changed.push(card),
    onMarked: () => undefined,
  };
  return {
    ...createFollowWorkload(desk),
    store,
    failOnce() {
      failures = 1;
    },
    changed,
    pass: (ms: number) => {
      now += ms;
    },
    alerts: () => changed.filter(({ alert }) => alert !== undefined),
    now: () => now,
  };
}

describe('what may pass by itself', () => {
  it('opens an alert when it has lasted, although nothing changes any more', async () => {
    const bot = await follow(100 * minute);
    await bot.observe(look(1, live), true);
    bot.pass(10 * minute);
    await bot.observe(look(1, { ...live, suspects: [unready(bot.now())] }), false);

    bot.pass(3 * minute - 1);
    await bot.tick();
    expect(bot.alerts()).toEqual([]);

    bot.pass(1);
    await bot.tick();
    await bot.tick();
    expect(bot.alerts().map(({ releases }) => releases[0]?.rollouts[0]?.status)).toEqual(['failing']);
    expect(bot.alerts()[0]?.releases[0]?.rollouts[0]?.problems[0]?.problem.reason).toBe('NotReady');
  });

  it('turns the card of a release in flight', async () => {
    const bot = await follow(100 * minute);
    await bot.observe(look(1, { suspects: [unready(bot.now())] }), false);

    bot.pass(3 * minute);
    await bot.tick();

    expect(bot.changed.at(-1)?.releases[0]?.rollouts[0]?.status).toBe('failing');
    expect(bot.alerts()).toEqual([]);
  });

  it('says nothing when it has passed', async () => {
    const bot = await follow(100 * minute);
    await bot.observe(look(1, live), true);
    await bot.observe(look(1, { ...live, suspects: [unready(bot.now())] }), false);
    bot.pass(minute);
    await bot.observe(look(1, live), false);

    bot.pass(60 * minute);
    await bot.tick();

    expect(bot.changed).toEqual([]);
  });

  it('is as old as Shipmate saw it to be, when the cluster’s clock is behind', async () => {
    const bot = await follow(100 * minute);
    await bot.observe(look(1, live), true);
    await bot.observe(look(1, { ...live, suspects: [unready(bot.now() - 20 * minute)] }), false);
    expect(bot.alerts()).toEqual([]);

    bot.pass(3 * minute);
    await bot.tick();

    expect(bot.alerts()).not.toEqual([]);
  });

  it('is as old as the cluster says, when it was there before Shipmate looked', async () => {
    const bot = await follow(100 * minute);
    const stuck = look(1, { ...live, suspects: [unready(bot.now() - 2 * minute)] });
    await bot.observe(stuck, true);

    bot.pass(minute);
    await bot.tick();

    expect(bot.alerts()).not.toEqual([]);
  });

  it('opens no release where it was there at first, and the store was away when it was first applied', async () => {
    const bot = await follow(100 * minute);
    const stuck = look(1, { ...live, suspects: [unready(bot.now())] });
    bot.failOnce();
    await expect(bot.observe(stuck, true)).rejects.toThrow('away');

    bot.pass(3 * minute);
    await bot.tick();
    await bot.observe(stuck, true);

    expect(bot.changed.filter(({ alert }) => alert === undefined)).toEqual([]);
    expect(await bot.store.workload(workloadKey(stuck.workload))).toMatchObject({ revision: 1 });
  });

  it('is not forgotten of a workload that was made again, when the end of the one before comes late', async () => {
    const bot = await follow(100 * minute);
    await bot.observe(look(1, live), true);
    const again = look(1, { uid: 'deployment-2', suspects: [unready(bot.now())] });
    await bot.observe(again, false);
    await bot.end(look(1).workload, look(1).uid);

    bot.pass(3 * minute);
    await bot.tick();

    expect(bot.changed.at(-1)?.releases[0]?.rollouts[0]?.status).toBe('failing');
  });

  it('is forgotten with the workload', async () => {
    const bot = await follow(100 * minute);
    const stuck = look(1, { ...live, suspects: [unready(bot.now())] });
    await bot.observe(stuck, true);
    await bot.end(stuck.workload, stuck.uid);

    bot.pass(60 * minute);
    await bot.tick();

    expect(bot.changed).toEqual([]);
  });
});
