import { describe, expect, test } from 'vitest';
import type { Behaviour } from '../../../sandbox/kubernetes/index.ts';
import type { ContainerStatus, Pod } from '../../../sandbox/kubernetes/model.ts';
import {
  ask,
  deployGood,
  imageOf,
  isPod,
  type List,
  nextWrite,
  patchWith,
  payments,
  podWaiting,
  rolledOut,
  send,
  startCluster,
} from './harness.ts';

interface ClusterEvent {
  reason: string;
  message: string;
  count: number;
}

async function eventsAbout(
  cluster: Awaited<ReturnType<typeof startCluster>>,
  pod: Pod,
): Promise<ClusterEvent[]> {
  const selector = `fieldSelector=involvedObject.uid=${pod.metadata.uid}`;
  return (await ask<List<ClusterEvent>>(cluster, `/api/v1/namespaces/prod/events?${selector}`)).body.items;
}

function mainStatus(pod: Pod): ContainerStatus | undefined {
  return pod.status?.containerStatuses?.[0];
}

describe('a good pod', () => {
  test('goes from Pending through Running to Ready, and says so in events', async () => {
    const cluster = await startCluster();
    const phases: string[] = [];
    cluster.onWrite(({ object }) => {
      if (isPod(object)) phases.push(`${object.status?.phase} ${mainStatus(object)?.ready ?? '-'}`);
    });

    await deployGood(cluster, 'v1', { replicas: 1 });

    expect([...new Set(phases)]).toEqual(['Pending -', 'Pending false', 'Running false', 'Running true']);
    const { body } = await ask<List<Pod>>(cluster, '/api/v1/namespaces/prod/pods');
    const [pod] = body.items;
    expect(pod?.status?.conditions?.map((each) => `${each.type}=${each.status}`)).toContain('Ready=True');
    expect(mainStatus(pod as Pod)?.imageID).toMatch(
      /^registry\.example\.com\/payments-api@sha256:[0-9a-f]{64}$/,
    );
    const reasons = (await eventsAbout(cluster, pod as Pod)).map((event) => event.reason).sort();
    expect(reasons).toEqual(['Created', 'Pulled', 'Pulling', 'Scheduled', 'Started']);
  });

  test('goes in two steps when deleted: a mark with a grace period, then gone', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const marked = nextWrite(
      cluster,
      ({ object }) => isPod(object) && object.metadata.deletionTimestamp !== undefined,
    );
    const gone = nextWrite(cluster, ({ type, object }) => isPod(object) && type === 'DELETED');

    await cluster.remove('prod', 'payments-api');

    expect((await marked).object.metadata.deletionGracePeriodSeconds).toBe(30);
    expect(mainStatus((await gone).object as Pod)?.state.terminated).toMatchObject({
      exitCode: 0,
      reason: 'Completed',
    });
  });

  test('is replaced when somebody deletes it', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const { body } = await ask<List<Pod>>(cluster, '/api/v1/namespaces/prod/pods');
    const name = body.items[0]?.metadata.name ?? '';
    const replacement = nextWrite(cluster, ({ type, object }) => isPod(object) && type === 'ADDED');

    await send<Pod>(cluster, 'DELETE', `/api/v1/namespaces/prod/pods/${name}`, {});

    expect((await replacement).object.metadata.name).not.toBe(name);
  });
});

describe('a crashing pod', () => {
  test('restarts once at once, then waits in CrashLoopBackOff with the last end beside it', async () => {
    const cluster = await startCluster();
    const states: string[] = [];
    cluster.onWrite(({ object }) => {
      const status = isPod(object) ? mainStatus(object) : undefined;
      const [state] = Object.keys(status?.state ?? {});
      if (status !== undefined) states.push(`${state} ${status.restartCount}`);
    });
    const waiting = podWaiting(cluster, 'CrashLoopBackOff');

    await cluster.deploy(payments('v1', { behaviour: 'crashing', replicas: 1 }));
    const pod = await waiting;

    const status = mainStatus(pod);
    const { name, uid } = pod.metadata;
    expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
      'waiting 0',
      'running 0',
      'terminated 0',
      'running 1',
      'terminated 1',
      'waiting 1',
    ]);
    expect(status?.state.waiting?.message).toBe(
      `back-off 10s restarting failed container=payments-api pod=${name}_prod(${uid})`,
    );
    expect(status?.lastState.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect(status?.lastState.terminated?.containerID).toMatch(/^containerd:\/\/[0-9a-f]{64}$/);
    expect(pod.status?.phase).toBe('Running');
  });

  test.each<[Behaviour, string, Partial<ContainerStatus['lastState']>]>([
    [
      'oom',
      'CrashLoopBackOff',
      { terminated: expect.objectContaining({ exitCode: 137, reason: 'OOMKilled' }) },
    ],
    [
      'crash-later',
      'CrashLoopBackOff',
      { terminated: expect.objectContaining({ exitCode: 2, reason: 'Error' }) },
    ],
  ])('that is %s shows how it ended', async (behaviour, reason, lastState) => {
    const cluster = await startCluster();
    const waiting = podWaiting(cluster, reason);

    await cluster.deploy(payments('v1', { behaviour, replicas: 1 }));

    expect(mainStatus(await waiting)?.lastState).toEqual(lastState);
  });

  test('in an init container keeps the pod Pending', async () => {
    const cluster = await startCluster();
    const waiting = podWaiting(cluster, 'CrashLoopBackOff');

    await cluster.deploy(payments('v1', { behaviour: 'crashing-init', replicas: 1 }));
    const pod = await waiting;

    expect(pod.status?.phase).toBe('Pending');
    expect(pod.status?.initContainerStatuses?.[0]).toMatchObject({ name: 'migrate', restartCount: 1 });
    expect(mainStatus(pod)?.state.waiting?.reason).toBe('PodInitializing');
  });
});

describe('a pod that cannot start', () => {
  const cause = `rpc error: code = NotFound desc = failed to pull and unpack image "${imageOf('v1')}": failed to resolve reference "${imageOf('v1')}": ${imageOf('v1')}: not found`;

  test.each<[Behaviour, string, string]>([
    [
      'misconfigured',
      'CreateContainerConfigError',
      "couldn't find key DB_URL in ConfigMap prod/payments-config",
    ],
    ['missing-secret', 'CreateContainerConfigError', 'secret "payments-credentials" not found'],
    ['missing-image', 'ErrImagePull', cause],
    [
      'missing-image',
      'ImagePullBackOff',
      `Back-off pulling image "${imageOf('v1')}": ErrImagePull: ${cause}`,
    ],
  ])('because it is %s waits in %s', async (behaviour, reason, message) => {
    const cluster = await startCluster();
    const waiting = podWaiting(cluster, reason);

    await cluster.deploy(payments('v1', { behaviour, replicas: 1 }));

    expect(mainStatus(await waiting)?.state.waiting).toEqual({ reason, message });
  });

  test('because no node has room stays unscheduled and says why', async () => {
    const cluster = await startCluster();
    const refused = nextWrite(
      cluster,
      ({ object }) => isPod(object) && object.status?.conditions !== undefined,
    );

    await cluster.deploy(payments('v1', { behaviour: 'unschedulable', replicas: 1 }));
    const pod = (await refused).object as Pod;

    expect(pod.spec.nodeName).toBeUndefined();
    expect(pod.status?.conditions).toEqual([
      expect.objectContaining({ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }),
    ]);
    expect(pod.status?.conditions?.[0]?.message).toMatch(/^0\/2 nodes are available: 2 Insufficient cpu\./);
  });

  test('starts when the missing key appears', async () => {
    const cluster = await startCluster();
    const waiting = podWaiting(cluster, 'CreateContainerConfigError');
    await cluster.deploy(payments('v1', { behaviour: 'misconfigured', replicas: 1 }));
    await waiting;
    const done = rolledOut(cluster, imageOf('v1'));

    const path = '/api/v1/namespaces/prod/configmaps/payments-config';
    await patchWith(cluster, 'merge', path, { data: { DB_URL: 'postgres://db:5432/payments' } });

    expect((await done).status?.readyReplicas).toBe(1);
  });
});

describe('readiness', () => {
  test('that flaps goes up and down', async () => {
    const cluster = await startCluster();
    const changes: boolean[] = [];
    const down = nextWrite(cluster, ({ object }) => {
      const ready = isPod(object) ? mainStatus(object)?.ready : undefined;
      if (ready !== undefined && ready !== changes.at(-1)) changes.push(ready);
      return changes.length === 5;
    });

    await cluster.deploy(payments('v1', { behaviour: 'flapping', replicas: 1 }));
    await down;

    expect(changes).toEqual([false, true, false, true, false]);
  });

  test('that never comes is said in an event with its probe', async () => {
    const cluster = await startCluster();
    const unhealthy = nextWrite(
      cluster,
      ({ object }) => object.kind === 'Event' && JSON.stringify(object).includes('Unhealthy'),
    );

    await cluster.deploy(payments('v1', { behaviour: 'never-ready', replicas: 1 }));

    expect((await unhealthy).object).toMatchObject({
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
    });
  });
});
