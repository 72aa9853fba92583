import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/adapters/store/index.ts';
import type { Desk } from '../../src/app/desk.ts';
import { createFencedStore } from '../../src/app/fenced-store.ts';
import { createFollowWorkload } from '../../src/app/follow-workload.ts';
import { createSerial } from '../../src/app/serial.ts';
import type { WorkloadObservation } from '../../src/domain/rollout/observation.ts';
import { TransientError } from '../../src/errors.ts';
import type { Store } from '../../src/ports.ts';
import { counts, crash, look } from '../domain/release/story.ts';
import { createDatabase, hasPostgres } from '../postgres/database.ts';
import { startProxy } from '../postgres/proxy.ts';
import { openDesk } from './open-desk.ts';

const complete = { phase: 'complete' as const, counts: counts(3) };
const service = 'payments-api';
const key = 'eu/prod/Deployment/payments-api';
const named = (name: string, seen: WorkloadObservation): WorkloadObservation => ({
  ...seen,
  workload: { ...seen.workload, name },
});

/** What one process follows; another one has its own queues, and shares nothing but the store. */
function replicaOf(desk: Desk, store: Store = desk.store) {
  return createFollowWorkload({ ...desk, store, serial: createSerial() });
}

function countingTransactions(store: Store) {
  let transactions = 0;
  const counted: Store = {
    ...store,
    transaction(work) {
      transactions += 1;
      return store.transaction(work);
    },
  };
  return { counted, transactions: () => transactions };
}

/** Something happens after the state of a workload was read, and before the reader hears of it. */
function interrupted(store: Store, meanwhile: () => Promise<unknown>): Store {
  let isDone = false;
  return {
    ...store,
    async workloadState(workload) {
      const state = await store.workloadState(workload);
      if (!isDone) {
        isDone = true;
        await meanwhile();
      }
      return state;
    },
  };
}

describe('a look that says what is known', () => {
  it.each<[string, WorkloadObservation]>([
    ['of a workload that is well', look(42, complete)],
    ['of a rollout that goes on', look(43, { counts: counts(1) })],
    ['of one that fails', look(43, { counts: counts(1), problems: [crash()] })],
    ['of one that has ended', look(43, complete)],
  ])('%s takes no transaction, also after a restart', async (_what, last) => {
    const { desk, store, at } = await openDesk();
    const before = replicaOf(desk);
    await before.observe(look(42, complete), true);
    at(1_000);
    await before.observe(last, false);
    const { counted, transactions } = countingTransactions(store);
    const after = replicaOf(desk, counted);
    at(2_000);

    await after.observe(last, true);
    await after.observe({ ...last, labels: { changed: 'but not in what counts' } }, false);

    expect(transactions()).toBe(0);
  });
});

describe('a look that says something new is applied', () => {
  it('when only the deadline of a version is new', async () => {
    const { desk, store } = await openDesk();
    const follow = replicaOf(desk);
    await follow.observe(look(42, complete), true);

    await follow.observe(look(42, { ...complete, deadlineExceededAt: 7 }), false);

    expect(await store.workload(key)).toMatchObject({ deadlineExceededAt: 7 });
  });

  it('when the workload is another one of the same name and number', async () => {
    const { desk, store } = await openDesk();
    const follow = replicaOf(desk);
    await follow.observe(look(42, complete), true);

    await follow.observe(look(42, { uid: 'deployment-2' }), false);

    expect(await store.recentCards(service, 0)).toHaveLength(1);
    expect(await store.workload(key)).toMatchObject({ uid: 'deployment-2' });
  });

  it('when what was live begins to fail', async () => {
    const { desk, store, at } = await openDesk();
    await replicaOf(desk).observe(look(42, complete), true);
    at(1_000);

    await replicaOf(desk).observe(look(42, { ...complete, problems: [crash()] }), true);

    expect(await store.recentCards(service, 0)).toMatchObject([{ alert: {} }]);
  });

  it('when time alone makes it new: a problem has stayed away for long enough', async () => {
    const { desk, store, at } = await openDesk();
    const follow = replicaOf(desk);
    await follow.observe(look(42, complete), true);
    await follow.observe(look(43, { problems: [crash()] }), false);
    at(1_000);
    await follow.observe(look(43, { counts: counts(1) }), false);
    at(60_000);

    await follow.observe(look(43, { counts: counts(1) }), false);

    const [card] = await store.recentCards(service, 0);
    expect(card?.releases[0]?.rollouts[0]?.status).toBe('progressing');
  });
});

describe('what comes between reading and applying', () => {
  it('is what counts: a release that another replica has told of meanwhile is told once', async () => {
    const { desk, store } = await openDesk();
    await replicaOf(desk).observe(look(42, complete), true);
    const other = replicaOf(desk);
    const late = replicaOf(
      desk,
      interrupted(store, () => other.observe(look(43), false)),
    );

    await late.observe(look(43), false);

    expect(await store.recentCards(service, 0)).toHaveLength(1);
  });

  it('is not taken back by a look that said what was known before it', async () => {
    const { desk, store } = await openDesk();
    await replicaOf(desk).observe(look(42, complete), true);
    const other = replicaOf(desk);
    const late = replicaOf(
      desk,
      interrupted(store, () => other.observe(look(43, { problems: [crash()] }), false)),
    );

    await late.observe(look(42, { ...complete, labels: { x: '1' } }), false);

    expect(await store.workload(key)).toMatchObject({ revision: 43 });
    expect(await store.recentCards(service, 0)).toMatchObject([
      { version: { label: 'v43' }, releases: [{ rollouts: [{ problems: [{ problem: { pods: 1 } }] }] }] },
    ]);
  });

  it('is followed by the next look, whatever the one before found known', async () => {
    const { desk, store } = await openDesk();
    await replicaOf(desk).observe(look(42, complete), true);
    const follow = replicaOf(
      desk,
      interrupted(store, () => replicaOf(desk).observe(look(43), false)),
    );
    await follow.observe(look(42, { ...complete, labels: { x: '1' } }), false);

    await follow.observe(look(43, complete), false);

    const [card] = await store.recentCards(service, 0);
    expect(card?.releases[0]?.verdict?.kind).toBe('succeeded');
  });
});

describe('a former leader', () => {
  const noLeader = new TransientError('not_leading', 'Another replica leads by now.');

  it('writes nothing, whether its look says something new or not', async () => {
    const { desk, store } = await openDesk();
    await replicaOf(desk).observe(look(42, complete), true);
    const former = replicaOf(desk, createFencedStore(store, { confirm: () => Promise.reject(noLeader) }));
    const before = await store.workloadState(key);

    await former.observe(look(42, { ...complete, labels: { x: '1' } }), false);

    await expect(former.observe(look(43), false)).rejects.toBe(noLeader);
    expect(await store.workloadState(key)).toEqual(before);
    expect(await store.recentCards(service, 0)).toEqual([]);
  });

  it('writes nothing when it is passed over after it has read', async () => {
    const { desk, store } = await openDesk();
    await replicaOf(desk).observe(look(42, complete), true);
    let isLeading = true;
    const confirm = () => (isLeading ? Promise.resolve() : Promise.reject(noLeader));
    const reading = interrupted(store, async () => {
      isLeading = false;
    });

    const former = replicaOf(desk, createFencedStore(reading, { confirm }));

    await expect(former.observe(look(43), false)).rejects.toBe(noLeader);
    expect(await store.recentCards(service, 0)).toEqual([]);
  });
});

describe.skipIf(!hasPostgres)('on PostgreSQL', { timeout: 60_000 }, () => {
  it('a first look at what is known is two statements a workload, and a later one is one', async () => {
    const proxy = await startProxy(await createDatabase());
    onTestFinished(() => proxy.close());
    const store = await openStore({ url: proxy.url, clock: { now: () => 0 } });
    onTestFinished(() => store.close());
    const { desk } = await openDesk();
    const seen = Array.from({ length: 30 }, (_, index) => named(`api-${index}`, look(42, complete)));
    const before = replicaOf(desk, store);
    await Promise.all(seen.map((each) => before.observe(each, true)));
    const after = replicaOf(desk, store);
    const sent: string[] = [];
    proxy.decide = (piece) => {
      // Not what it takes to open a connection.
      if (/select|insert|update|delete|begin/i.test(piece)) sent.push(piece);
      return 'pass';
    };

    await Promise.all(seen.map((each) => after.observe(each, true)));
    const first = sent.length;
    await Promise.all(seen.map((each) => after.observe({ ...each, labels: { x: '1' } }, false)));

    expect(first).toBe(2 * seen.length);
    expect(sent.length - first).toBe(seen.length);
    expect(sent.filter((piece) => /begin/i.test(piece))).toEqual([]);
  });
});
