import { describe, expect, test } from 'vitest';
import type { Behaviour, KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { Pod } from '../../../sandbox/kubernetes/model.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import {
  ask,
  deployGood,
  isPod,
  type List,
  nextWrite,
  payments,
  podWaiting,
  startCluster,
} from './harness.ts';

const crashLines = [
  'starting payments-api v1',
  'loading configuration from environment',
  'config: DB_POOL_SIZE must be a number, got "ten"',
  'fatal: cannot start',
];

function logPath(pod: Pod, query = ''): string {
  return `/api/v1/namespaces/prod/pods/${pod.metadata.name}/log${query}`;
}

/** Slow enough that a pod is still waiting when its log has been read. */
const unhurried = { pace: 0.5 };

async function crashedPod(
  behaviour: Behaviour = 'crashing',
): Promise<{ cluster: KubernetesStandIn; pod: Pod }> {
  const cluster = await startCluster(unhurried);
  const waiting = podWaiting(cluster, 'CrashLoopBackOff');
  await cluster.deploy(payments('v1', { behaviour, replicas: 1 }));
  return { cluster, pod: await waiting };
}

async function logOf(cluster: KubernetesStandIn, pod: Pod, query = ''): Promise<Buffer> {
  const response = await fetch(`${cluster.url}${logPath(pod, query)}`);
  return Buffer.from(await response.arrayBuffer());
}

describe('pods/log', () => {
  test('of a container in CrashLoopBackOff is the crashed run, with and without previous', async () => {
    const { cluster, pod } = await crashedPod();

    const current = await logOf(cluster, pod);
    const previous = await logOf(cluster, pod, '?previous=true');

    expect(current.toString()).toBe(`${crashLines.join('\n')}\n`);
    expect(previous.toString()).toBe(current.toString());
  });

  test('of a run that goes on differs from the previous one', async () => {
    const cluster = await startCluster({ pace: 0.3 });
    const restarted = nextWrite(cluster, ({ object }) => {
      const status = isPod(object) ? object.status?.containerStatuses?.[0] : undefined;
      return status?.state.running !== undefined && status.restartCount === 1;
    });
    await cluster.deploy(payments('v1', { behaviour: 'crash-later', replicas: 1 }));
    const pod = (await restarted).object as Pod;

    const previous = await logOf(cluster, pod, '?previous=true&tailLines=1');
    const current = await logOf(cluster, pod);

    expect(previous.toString()).toBe('fatal: no connection left in pool\n');
    expect(current.toString()).not.toContain('fatal');
  });

  test('takes lines from the end, then cuts bytes from the end of those', async () => {
    const { cluster, pod } = await crashedPod();

    expect((await logOf(cluster, pod, '?previous=true&tailLines=1')).toString()).toBe(
      'fatal: cannot start\n',
    );
    expect((await logOf(cluster, pod, '?previous=true&tailLines=0')).toString()).toBe('');
    expect((await logOf(cluster, pod, '?previous=true&tailLines=2&limitBytes=12')).toString()).toBe(
      'config: DB_P',
    );
    const [first] = (await logOf(cluster, pod, '?previous=true&timestamps=true')).toString().split('\n');
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z starting payments-api v1$/);
  });

  test('serves binary bytes as they are and a line of ten megabytes whole', async () => {
    const binary = await crashedPod('binary-log');
    const giant = await crashedPod('giant-line');

    const bytes = await logOf(binary.cluster, binary.pod, '?previous=true');
    const line = await logOf(giant.cluster, giant.pod, '?previous=true&tailLines=2');

    expect(bytes.includes(Buffer.from([0xff]))).toBe(true);
    expect(bytes.toString('utf8')).toContain('\ufffd');
    expect(line.length).toBeGreaterThan(10 * 1024 * 1024);
  });

  test('of an unscheduled pod is 204 and empty', async () => {
    const cluster = await startCluster();
    const refused = nextWrite(
      cluster,
      ({ object }) => isPod(object) && object.status?.conditions !== undefined,
    );
    await cluster.deploy(payments('v1', { behaviour: 'unschedulable', replicas: 1 }));
    const pod = (await refused).object as Pod;

    const response = await fetch(`${cluster.url}${logPath(pod)}`);

    expect(response.status).toBe(204);
  });

  test('is followed until the container ends', async () => {
    const cluster = await startCluster();
    const running = nextWrite(
      cluster,
      ({ object }) => isPod(object) && object.status?.containerStatuses?.[0]?.state.running !== undefined,
    );
    await cluster.deploy(payments('v1', { behaviour: 'crashing', replicas: 1 }));
    const pod = (await running).object as Pod;

    const followed = await logOf(cluster, pod, '?follow=true');

    expect(followed.toString()).toBe(`${crashLines.join('\n')}\n`);
  });
});

describe('pods/log refuses', () => {
  async function refusal(cluster: KubernetesStandIn, path: string) {
    const { code, body } = await ask<Status>(cluster, path);
    return [code, body.message];
  }

  test('the previous log of a container that never ended', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const { body } = await ask<List<Pod>>(cluster, '/api/v1/namespaces/prod/pods');
    const pod = body.items[0] as Pod;

    expect(await refusal(cluster, logPath(pod, '?previous=true'))).toEqual([
      400,
      `previous terminated container "payments-api" in pod "${pod.metadata.name}" not found`,
    ]);
    expect(await refusal(cluster, logPath(pod, '?container=other'))).toEqual([
      400,
      `container other is not valid for pod ${pod.metadata.name}`,
    ]);
  });

  test.each<[Behaviour, string, string]>([
    ['misconfigured', 'CreateContainerConfigError', 'CreateContainerConfigError'],
    ['missing-image', 'ImagePullBackOff', 'trying and failing to pull image'],
  ])('a container that waits to start: %s', async (behaviour, reason, words) => {
    const cluster = await startCluster(unhurried);
    const waiting = podWaiting(cluster, reason);
    await cluster.deploy(payments('v1', { behaviour, replicas: 1 }));
    const pod = await waiting;

    expect(await refusal(cluster, logPath(pod))).toEqual([
      400,
      `container "payments-api" in pod "${pod.metadata.name}" is waiting to start: ${words}`,
    ]);
  });

  test('no container name where there are several, naming them', async () => {
    const { cluster, pod } = await crashedPod('crashing-init');

    expect(await refusal(cluster, logPath(pod))).toEqual([
      400,
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [payments-api] or one of the init containers: [migrate]`,
    ]);
    expect((await logOf(cluster, pod, '?container=migrate&previous=true&tailLines=1')).toString()).toBe(
      'fatal: cannot start\n',
    );
  });

  test('options that contradict each other', async () => {
    const { cluster, pod } = await crashedPod();

    const [code, message] = await refusal(cluster, logPath(pod, '?tailLines=-1'));

    expect([code, message]).toEqual([
      422,
      `PodLogOptions "${pod.metadata.name}" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0`,
    ]);
  });
});
