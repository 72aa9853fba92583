import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import { type FakeCluster, startFakeCluster } from './fake-cluster.ts';
import { clock, listen, silentLog } from './listening.ts';
import { crashingPod, deploymentObject, podObject, replicaSetObject } from './objects.ts';

let cluster: FakeCluster;
let kubernetes: Kubernetes;

beforeEach(async () => {
  cluster = await startFakeCluster();
  kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: cluster.url },
    log: silentLog,
    clock,
  });
});

afterEach(async () => {
  await kubernetes.close();
  await cluster.server.close();
});

function putComplete(name = 'payments-api') {
  cluster.put('deployments', deploymentObject({ name }));
  cluster.put('replicasets', replicaSetObject({ deployment: name }));
  for (const index of [0, 1, 2]) cluster.put('pods', podObject({ deployment: name, index }));
}

describe('the watcher', () => {
  it('reports every workload once as baseline after the first sync', async () => {
    putComplete('payments-api');
    putComplete('ledger');
    const { listener, heard, until } = listen();

    kubernetes.watcher.start(listener);
    await until(({ observation }) => observation.workload.name === 'payments-api');
    await until(({ observation }) => observation.workload.name === 'ledger');

    expect(heard.map(({ isBaseline, observation }) => [isBaseline, observation.phase])).toEqual([
      [true, 'complete'],
      [true, 'complete'],
    ]);
    expect(kubernetes.watcher.readiness()).toEqual({ isReady: true, because: '' });
  });

  it('follows a rollout to its last pod', async () => {
    putComplete();
    const { listener, until, heard } = listen();
    kubernetes.watcher.start(listener);
    await until(({ isBaseline }) => isBaseline);

    cluster.put('replicasets', replicaSetObject({ revision: 2, available: 0 }));
    for (const available of [1, 2, 3]) {
      cluster.put('replicasets', replicaSetObject({ revision: 2, available }));
      const progressing = available === 3 ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated';
      cluster.put('deployments', deploymentObject({ revision: 2, updated: available, progressing }));
      await until(
        ({ observation }) =>
          observation.counts.updatedAvailable === available && observation.revision.number === 2,
      );
    }
    const last = await until(
      ({ observation }) => observation.revision.number === 2 && observation.phase === 'complete',
    );

    expect(last.observation.counts).toMatchObject({ desired: 3, updated: 3, updatedAvailable: 3, old: 0 });
    expect(last.observation.older.map(({ number }) => number)).toEqual([1]);
    expect(heard.filter(({ isBaseline }) => isBaseline)).toHaveLength(1);
  });

  it('tells of a crash of the new revision and of its recovery', async () => {
    putComplete();
    const { listener, until } = listen();
    kubernetes.watcher.start(listener);
    await until(({ isBaseline }) => isBaseline);

    cluster.put('pods', crashingPod());
    const failing = await until(({ observation }) => observation.problems.length > 0);
    cluster.put('pods', podObject({ restarts: 4 }));
    await until(({ observation, isBaseline }) => !isBaseline && observation.problems.length === 0);

    expect(failing.observation.problems).toEqual([
      expect.objectContaining({
        reason: 'CrashLoopBackOff',
        container: 'api',
        pods: 1,
        restarts: 3,
        exitCode: 1,
      }),
    ]);
  });

  it('tells when a workload is gone, also when it is made again under its name', async () => {
    putComplete();
    const { listener, until, untilGone, gone } = listen();
    kubernetes.watcher.start(listener);
    await until(({ isBaseline }) => isBaseline);

    cluster.remove('deployments', 'payments-api-uid');
    await untilGone('payments-api');
    cluster.put('deployments', deploymentObject({ uid: 'second-uid' }));
    cluster.put('replicasets', replicaSetObject({ uid: 'second-rs', ownerUid: 'second-uid' }));
    const again = await until(({ observation }) => observation.uid === 'second-uid');

    expect(gone).toEqual([{ uid: 'payments-api-uid', workload: again.observation.workload }]);
    expect(again.isBaseline).toBe(false);
  });

  it('says what there is before it tells of anything', async () => {
    putComplete('payments-api');
    putComplete('ledger');
    const { listener, until, inventory, heard } = listen();
    let heardBefore = -1;

    kubernetes.watcher.start({
      ...listener,
      onSynced(found) {
        heardBefore = heard.length;
        listener.onSynced(found);
      },
    });
    await until(({ isBaseline }) => isBaseline);

    expect(heardBefore).toBe(0);
    expect(inventory()?.cluster).toBe('prod-eu');
    expect(Object.fromEntries(inventory()?.uids ?? [])).toEqual({
      'prod-eu/prod/Deployment/payments-api': 'payments-api-uid',
      'prod-eu/prod/Deployment/ledger': 'ledger-uid',
    });
  });

  it('tells too of a workload that was on its way out when it was met', async () => {
    cluster.put('deployments', deploymentObject({ deleting: true }));
    putComplete('ledger');
    const { listener, until, untilGone, gone } = listen();
    kubernetes.watcher.start(listener);
    await until(({ isBaseline }) => isBaseline);

    cluster.remove('deployments', 'payments-api-uid');
    await untilGone('payments-api');

    expect(gone.map(({ uid }) => uid)).toEqual(['payments-api-uid']);
  });

  it('says nothing while nothing that matters changes', async () => {
    putComplete();
    const { listener, heard, until } = listen();
    kubernetes.watcher.start(listener);
    await until(({ isBaseline }) => isBaseline);

    for (let round = 0; round < 5; round += 1) cluster.put('deployments', deploymentObject());
    cluster.put('deployments', deploymentObject({ desired: 4 }));
    await until(({ observation }) => observation.counts.desired === 4);

    expect(heard).toHaveLength(2);
  });

  it('goes on when the listener throws', async () => {
    putComplete();
    const { listener, until } = listen();
    kubernetes.watcher.start({
      ...listener,
      onObservation(observation, isBaseline) {
        listener.onObservation(observation, isBaseline);
        throw new Error('listener failed');
      },
    });
    await until(({ isBaseline }) => isBaseline);

    cluster.put('deployments', deploymentObject({ paused: true }));
    const { observation } = await until((heard) => heard.observation.phase === 'paused');

    expect(observation.workload.name).toBe('payments-api');
  });
});

describe('how far the looks reach', () => {
  it('is not known before everything was told once', async () => {
    const { listener, inventory } = listen();
    const before = kubernetes.watcher.seenUntil();

    kubernetes.watcher.start(listener);
    const starting = kubernetes.watcher.seenUntil();
    await until(() => inventory() !== undefined);

    expect([before, starting]).toEqual([undefined, undefined]);
    expect(kubernetes.watcher.seenUntil()).toBeGreaterThan(Date.now() - 60_000);
  });

  it('does not move while one kind is silent', async () => {
    const { watcher, at } = withClock();
    const { listener, inventory, until: untilHeard } = listen();
    watcher.start(listener);
    await until(() => inventory() !== undefined);

    at(50_000);
    putComplete('ledger');
    await untilHeard(({ observation }) => observation.workload.name === 'ledger');

    expect(watcher.seenUntil()).toBe(1_000);
  });

  it('moves on when every watch goes on and has nothing to say', async () => {
    const { watcher, at } = withClock();
    const { listener, inventory } = listen();
    watcher.start(listener);
    await until(() => inventory() !== undefined);

    at(50_000);
    for (const watch of cluster.watches) watch.response.end();
    await until(() => watcher.states().every(({ restarts }) => restarts > 0));
    at(52_000);
    const tooSoon = watcher.seenUntil();
    at(56_000);

    expect(tooSoon).toBe(1_000);
    expect(watcher.seenUntil()).toBe(50_000);
  });
});

/** The same cluster, by a clock that stands still until it is moved. */
function withClock() {
  let now = 1_000;
  const { watcher, close } = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: cluster.url },
    log: silentLog,
    clock: { now: () => now },
  });
  onTestFinished(close);
  const at = (next: number) => {
    now = next;
  };
  return { watcher, at };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
