import { describe, expect, test } from 'vitest';
import type { Condition, KubernetesObject, Pod } from '../../../sandbox/kubernetes/model.ts';
import {
  ask,
  deployGood,
  isPod,
  type List,
  nextWrite,
  patchWith,
  payments,
  podWaiting,
  startCluster,
} from './harness.ts';

interface Node extends KubernetesObject {
  status: { conditions: Condition[] };
}

const podsPath = '/api/v1/namespaces/prod/pods';
const nodePath = (name: string) => `/api/v1/nodes/${name}`;
const readyOf = ({ status }: Pod) => status?.conditions?.find(({ type }) => type === 'Ready')?.status;

describe('a node', () => {
  test('that is lost is not ready, and neither are its pods, until it is back', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 8 });
    const isOnB = ({ spec }: Pod) => spec.nodeName === 'node-b';
    const podsOn = async (name: string) =>
      (await ask<List<Pod>>(cluster, podsPath)).body.items.filter(({ spec }) => spec.nodeName === name);

    await cluster.node('node-b', 'lost');
    const { body } = await ask<Node>(cluster, nodePath('node-b'));
    const lost = await podsOn('node-b');
    const others = await podsOn('node-a');
    await cluster.node('node-b');
    const back = (await ask<List<Pod>>(cluster, podsPath)).body.items.filter(isOnB);

    expect(body.status.conditions).toMatchObject([
      { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' },
    ]);
    expect(lost.map(readyOf)).toEqual(lost.map(() => 'False'));
    expect(others.map(readyOf)).toEqual(others.map(() => 'True'));
    expect(back.map(readyOf)).toEqual(back.map(() => 'True'));
  });

  test('that is lost gets no new pods', async () => {
    const cluster = await startCluster();
    await cluster.node('node-b', 'lost');

    await deployGood(cluster, 'v1', { replicas: 8 });

    const { body } = await ask<List<Pod>>(cluster, podsPath);
    expect(new Set(body.items.map(({ spec }) => spec.nodeName))).toEqual(new Set(['node-a']));
  });

  test('may be under pressure, and be ready', async () => {
    const cluster = await startCluster();

    await cluster.node('node-a', 'DiskPressure');

    const { body } = await ask<Node>(cluster, nodePath('node-a'));
    expect(body.status.conditions.map(({ type, status }) => `${type} ${status}`)).toEqual([
      'Ready True',
      'DiskPressure True',
    ]);
  });

  test('is lost by kubectl, too', async () => {
    const cluster = await startCluster();
    const conditions = [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }];

    await patchWith(cluster, 'strategic-merge', `${nodePath('node-a')}/status`, { status: { conditions } });

    const { body } = await ask<Node>(cluster, nodePath('node-a'));
    expect(body.status.conditions[0]).toMatchObject({ status: 'Unknown' });
  });
});

describe('what stands beside a version', () => {
  test('an autoscaler finds what it is to scale, and gets no metrics', async () => {
    const cluster = await startCluster();
    const written = nextWrite(cluster, ({ object }) =>
      JSON.stringify(object).includes('FailedGetResourceMetric'),
    );

    await cluster.deploy(payments('v1', { behaviour: 'autoscaled' }));

    const { status } = (await written).object as Node;
    expect(status.conditions.map(({ type, status: value, reason }) => `${type} ${value} ${reason}`)).toEqual([
      'AbleToScale True SucceededGetScale',
      'ScalingActive False FailedGetResourceMetric',
    ]);
  });

  test('an autoscaler of nothing says that it finds nothing, until there is something', async () => {
    const cluster = await startCluster();
    await cluster.deploy(payments('v1', { behaviour: 'autoscaled' }));
    const lost = nextWrite(cluster, ({ object }) => JSON.stringify(object).includes('FailedGetScale'));

    await cluster.remove('prod', 'payments-api');

    expect((await lost).object.kind).toBe('HorizontalPodAutoscaler');
  });

  test('a ReplicaSet over quota is refused, and the Deployment says so and nothing else', async () => {
    const cluster = await startCluster();
    const good = await deployGood(cluster, 'v1');
    const refused = nextWrite(cluster, ({ object }) =>
      JSON.stringify(object).includes('ReplicaSetCreateError'),
    );

    await cluster.deploy(payments('v2', { behaviour: 'set-quota' }));
    const { metadata, status } = (await refused).object as Node;

    expect(status.conditions.find(({ type }) => type === 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ReplicaSetCreateError',
      message: expect.stringMatching(
        /^Failed to create new replica set "payments-api-\w+": .*exceeded quota: objects/,
      ),
    });
    expect(metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '1' });
    expect(status).toMatchObject({ observedGeneration: good.metadata.generation, availableReplicas: 3 });
  });

  test('a pod that hangs is ended by its liveness probe, with events that say so', async () => {
    const cluster = await startCluster();
    const waiting = podWaiting(cluster, 'CrashLoopBackOff');

    await cluster.deploy(payments('v1', { behaviour: 'hanging', replicas: 1 }));
    const pod = await waiting;
    const selector = `involvedObject.uid=${pod.metadata.uid},reason=Unhealthy`;
    const { body } = await ask<List<{ message: string; count: number }>>(
      cluster,
      `/api/v1/namespaces/prod/events?fieldSelector=${encodeURIComponent(selector)}`,
    );

    expect(isPod(pod) && pod.status?.containerStatuses?.[0]?.lastState.terminated).toMatchObject({
      exitCode: 137,
    });
    expect(body.items).toMatchObject([{ message: expect.stringMatching(/^Liveness probe failed: Get /) }]);
    expect(body.items[0]?.count).toBeGreaterThanOrEqual(3);
  });
});
