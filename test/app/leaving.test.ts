import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { buildSubject } from '../../src/app/build-subject.ts';
import type { Desk } from '../../src/app/desk.ts';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import { createLeaving } from '../../src/app/leaving.ts';
import { createRecordBuildStep } from '../../src/app/record-build-step.ts';
import { createSerial } from '../../src/app/serial.ts';
import { rolloutsOf } from '../../src/domain/release/settle-card.ts';
import type { WorkloadObservation } from '../../src/domain/rollout/observation.ts';
import { workloadKey } from '../../src/domain/rollout/workload.ts';
import type { Inventory, Store } from '../../src/ports.ts';
import { counts, crash, look } from '../domain/release/story.ts';
import { eventually } from '../until.ts';
import { openDesk } from './open-desk.ts';

const service = 'payments-api';
const complete = { phase: 'complete' as const, counts: counts(3) };
const nobody: Inventory = { cluster: 'eu', uids: new Map(), covers: () => true };
const named = (name: string, seen: WorkloadObservation): WorkloadObservation => ({
  ...seen,
  workload: { ...seen.workload, name },
});

/** One process; another one has its own queues, and shares nothing but the store. */
function replicaOf(desk: Desk, { store = desk.store, leaving = createLeaving() } = {}) {
  return createFollowWorkload({ ...desk, store, serial: createSerial() }, leaving);
}

/** Transactions begin when the test lets them. */
function gated(store: Store) {
  const gate = Promise.withResolvers<void>();
  let asked = 0;
  const held: Store = {
    ...store,
    async transaction(work) {
      asked += 1;
      await gate.promise;
      return await store.transaction(work);
    },
  };
  return { held, open: () => gate.resolve(), asked: () => asked };
}

/** v42 is live, v43 on its way; the cluster has been seen whole. */
async function onItsWay() {
  const opened = await openDesk();
  const first = replicaOf(opened.desk);
  await first.observe(look(42, complete), true);
  await first.observe(look(43), false);
  await opened.store.saveSighting('eu', 1_000);
  opened.at(1_000);
  const rollouts = async () => (await opened.store.recentCards(service, 0)).flatMap(rolloutsOf);
  return { ...opened, rollouts };
}

/** What the cards of the workload's service tell. */
async function said(store: Store, { workload }: WorkloadObservation): Promise<readonly string[]> {
  const rollouts = (await store.recentCards(workload.name, 0)).flatMap(rolloutsOf);
  return rollouts.map(({ workload: { name }, revision, status, problems }) =>
    [name, revision.number, status, ...problems.map(({ problem }) => problem.reason)].join(' '),
  );
}

/** A leader whose moment for news is over. */
async function leftBehind(desk: Desk) {
  const follow = replicaOf(desk, { leaving: createLeaving(0) });
  follow.leave();
  await wait(20);
  return follow;
}

describe('a rollout that merely goes on when its leader is told to stop', () => {
  it('is left to the next leader, also when it waits for a transaction already, and shown by that one', async () => {
    const { desk, store, rollouts } = await onItsWay();
    const { held, open, asked } = gated(store);
    const former = replicaOf(desk, { store: held });
    const seen = look(43, { counts: counts(1) });
    const observing = former.observe(seen, false);
    await eventually(() => expect(asked()).toBe(1));

    former.leave();
    open();
    const isApplied = await observing;
    const before = await rollouts();
    await replicaOf(desk).observe(seen, true);

    expect(isApplied).toBe(false);
    expect(before[0]).toMatchObject({ counts: { updatedAvailable: 0 } });
    expect(await rollouts()).toMatchObject([{ counts: { updatedAvailable: 1 } }]);
  });

  it('costs no transaction of its own when it says what is known', async () => {
    const { desk, store } = await onItsWay();
    const { held, asked } = gated(store);
    const former = replicaOf(desk, { store: held });
    former.leave();

    expect(await former.observe(look(43), false)).toBe(true);
    expect(asked()).toBe(0);
  });
});

describe('what people must hear of when the leader is told to stop', () => {
  it.each<[string, WorkloadObservation, string]>([
    ['that it is live', look(43, complete), 'payments-api 43 complete'],
    ['that it fails', look(43, { problems: [crash()] }), 'payments-api 43 failing CrashLoopBackOff'],
    ['that there is another version', look(44), 'payments-api 44 progressing'],
    ['that there is a new workload', named('ledger', look(2)), 'ledger 2 progressing'],
  ])('is told yet: %s', async (_what, seen, words) => {
    const { desk, store } = await onItsWay();
    const former = replicaOf(desk);

    former.leave();
    const isApplied = await former.observe(seen, false);

    expect(isApplied).toBe(true);
    expect(await said(store, seen)).toContain(words);
  });

  it('is told yet: that the workload is gone', async () => {
    const { desk, rollouts } = await onItsWay();
    const former = replicaOf(desk);

    former.leave();
    const isApplied = await former.end(look(43).workload, look(43).uid);

    expect(isApplied).toBe(true);
    expect(await rollouts()).toMatchObject([{ status: 'deleted' }]);
  });

  it.each<[string, WorkloadObservation, string]>([
    ['that it is live', look(43, complete), 'payments-api 43 complete'],
    ['that it fails', look(43, { problems: [crash()] }), 'payments-api 43 failing CrashLoopBackOff'],
    ['that there is another version', look(44), 'payments-api 44 progressing'],
    ['that there is a new workload', named('ledger', look(2)), 'ledger 2 progressing'],
  ])('is left once its moment is over, and the next leader tells it: %s', async (_what, seen, words) => {
    const { desk, store } = await onItsWay();
    const former = await leftBehind(desk);

    const isApplied = await former.observe(seen, false);
    const before = await said(store, seen);
    await replicaOf(desk).observe(seen, true);

    expect(isApplied).toBe(false);
    expect(before).not.toContain(words);
    expect(await said(store, seen)).toContain(words);
  });

  it('is left once its moment is over: an end, which the inventory of the next leader tells', async () => {
    const { desk, store, rollouts } = await onItsWay();
    const former = await leftBehind(desk);

    const isApplied = await former.end(look(43).workload, look(43).uid);
    const before = await rollouts();
    await replicaOf(desk).settle(nobody);

    expect(isApplied).toBe(false);
    expect(before).toMatchObject([{ status: 'progressing' }]);
    expect(await rollouts()).toMatchObject([{ status: 'deleted' }]);
    expect(await store.workload(workloadKey(look(43).workload))).toBeUndefined();
  });
});

describe('what a leader waits for when it is told to stop', () => {
  it('is given up when it is a report of a build: the next leader waits for it, and shows both on one card', async () => {
    const { desk, store } = await onItsWay();
    const arrival = { key: 'report-1', source: 'build', subject: buildSubject(service), body: '' };
    const claim = { by: 'bot', now: 0, until: 1_000 };
    await store.inbox.receive(arrival, claim);
    const former = replicaOf(desk);
    const observing = former.observe(look(44), false);
    const failing = former.observe(look(44, { problems: [crash()] }), false);
    await new Promise((resolve) => setImmediate(resolve));

    former.leave();
    const isApplied = await Promise.all([observing, failing]);
    const before = await store.recentCards(service, 0);
    const next = replicaOf(desk).observe(look(44, { problems: [crash()] }), true);
    const entry = (await store.inbox.take(arrival.subject, claim)) ?? expect.fail('nothing waits');
    await createRecordBuildStep(desk).record(
      { service, build: 'b-1', step: 'push', status: 'passed', image: `registry.example/${service}:v44` },
      async ({ inbox }) => {
        await inbox.conclude(entry, { kind: 'done', at: 0 });
      },
    );
    await next;

    expect(isApplied).toEqual([false, false]);
    expect(before).toHaveLength(1);
    const built = (await store.recentCards(service, 0)).filter(({ build }) => build !== undefined);
    expect(built.map(rolloutsOf)).toMatchObject([[{ revision: { number: 44 } }]]);
  });

  it('is left when it is what went while nobody looked: the next leader ends it', async () => {
    const { desk, store, rollouts } = await onItsWay();
    const former = replicaOf(desk);

    former.leave();
    const isSettled = await former.settle(nobody);
    const before = await rollouts();
    const next = await replicaOf(desk).settle(nobody);

    expect([isSettled, next]).toEqual([false, true]);
    expect(before).toMatchObject([{ status: 'progressing' }]);
    expect(await rollouts()).toMatchObject([{ status: 'deleted' }]);
    expect(await store.workload(workloadKey(look(43).workload))).toBeUndefined();
  });
});
