import { expect, it, onTestFinished } from 'vitest';
import type { Desk } from '../../src/app/desk.ts';
import { createRedaction } from '../../src/domain/redaction/redaction.ts';
import { rolloutsOf } from '../../src/domain/release/settle-card.ts';
import { workloadKey } from '../../src/domain/rollout/workload.ts';
import { beginCluster } from '../../src/main/cluster-term.ts';
import type { Store, WorkloadListener } from '../../src/ports.ts';
import { openDesk } from '../app/open-desk.ts';
import { counts, look } from '../domain/release/story.ts';
import { eventually } from '../until.ts';

const complete = { phase: 'complete' as const, counts: counts(3) };
const service = 'payments-api';

/** A leader of the cluster `eu`, and the watcher that tells it. */
function lead(desk: Desk) {
  const events: string[] = [];
  let listener: WorkloadListener | undefined;
  const term = beginCluster({
    name: 'eu',
    desk,
    redaction: createRedaction(),
    watcher: {
      start(listening) {
        listener = listening;
      },
      async stop() {
        listener = undefined;
        events.push('watcher stopped');
      },
      states: () => [],
      seenUntil: () => (listener === undefined ? undefined : desk.clock.now()),
      readiness: () => ({ isReady: true, because: '' }),
    },
    errands: {
      start: () => undefined,
      consider: () => undefined,
      takeUp: async () => undefined,
      tick: async () => undefined,
      stop: async () => void events.push('errands stopped'),
    },
  });
  const { workload, uid } = look(42);
  const uids = new Map([[workloadKey(workload), uid]]);
  return {
    term,
    events,
    tell: (...looks: readonly ReturnType<typeof look>[]) => {
      for (const seen of looks) listener?.onObservation(seen, false);
    },
    begin() {
      listener?.onSynced({ cluster: 'eu', uids, covers: () => true });
      listener?.onObservation(look(42, complete), true);
    },
  };
}

/** A store that says of every service that reports of its builds wait, from when the test says so. */
function holding(store: Store) {
  let isHolding = false;
  let asked = 0;
  const held: Store = {
    ...store,
    inbox: {
      ...store.inbox,
      async isWaiting() {
        if (isHolding) asked += 1;
        return isHolding;
      },
    },
  };
  return {
    held,
    asked: () => asked,
    hold: () => {
      isHolding = true;
    },
  };
}

async function openCluster(patience: number) {
  const opened = await openDesk();
  const { held, hold, asked } = holding(opened.store);
  opened.at(100_000);
  const desk = { ...opened.desk, store: held, settings: { ...opened.desk.settings, patience } };
  const leader = lead(desk);
  onTestFinished(() => leader.term.stop());
  leader.begin();
  await eventually(async () => expect(await opened.store.workloadKeys('eu')).toHaveLength(1));
  const labels = async () => (await opened.store.recentCards(service, 0)).map(({ version }) => version.label);
  return { ...opened, desk, hold, asked, leader, labels };
}

it('a leader that is told to stop waits for no look which the next one sees as well', async () => {
  const { desk, store, at, hold, asked, leader, labels } = await openCluster(1);
  await eventually(async () => expect(await store.sightings()).toEqual(new Map([['eu', 100_000]])));
  hold();
  at(160_000);
  leader.tell(look(43), look(44));
  await eventually(() => expect(asked()).toBeGreaterThan(0));

  const startedAt = performance.now();
  await leader.term.stop();
  const stoppedMs = performance.now() - startedAt;
  const told = await labels();
  const seenUntil = await store.sightings();

  expect(stoppedMs).toBeLessThan(2_000);
  expect(told).toEqual([]);
  expect(leader.events).toEqual(['watcher stopped', 'errands stopped']);
  // What was not applied was not seen: to whoever comes next it is news.
  expect(seenUntil).toEqual(new Map([['eu', 100_000]]));
  const next = lead({ ...desk, store });
  onTestFinished(() => next.term.stop());
  next.tell(look(44));
  // Of the version in between, too.
  await eventually(async () => expect(await labels()).toEqual(['v44', 'v43']));
});

it('a leader that has applied everything says so, to the last moment', async () => {
  const { store, at, leader } = await openCluster(1);
  await eventually(async () => expect((await store.sightings()).size).toBe(1));
  at(103_000);
  leader.tell(look(43));

  await leader.term.stop();

  expect(await store.sightings()).toEqual(new Map([['eu', 103_000]]));
  expect((await store.recentCards(service, 0)).flatMap(rolloutsOf)).toMatchObject([
    { status: 'progressing' },
  ]);
});

it('of a cluster that nobody has seen whole nothing is left: only its leader can tell what is new', async () => {
  const { store, hold, asked, leader, labels } = await openCluster(0.02);
  hold();
  leader.tell(look(43));
  await eventually(() => expect(asked()).toBeGreaterThan(0));
  const seenBefore = await store.sightings();

  await leader.term.stop();

  expect(seenBefore.size).toBe(0);
  expect(await labels()).toEqual(['v43']);
  expect((await store.sightings()).size).toBe(1);
});
