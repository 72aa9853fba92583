import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../sandbox/kubernetes/model.ts';
import {
  ask,
  deployGood,
  imageOf,
  isDeployment,
  isPod,
  nextWrite,
  patchWith,
  payments,
  paymentsPath,
  podWaiting,
  progressingOf,
  replicaSetsOf,
  rolledOut,
  startCluster,
} from './harness.ts';

const revision = 'deployment.kubernetes.io/revision';

describe('a rollout', () => {
  test('moves pod by pod to the new version and keeps the old ReplicaSet for the way back', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1');
    const counts: (number | undefined)[] = [];
    cluster.onWrite(({ object }) => {
      if (isDeployment(object)) counts.push(object.status?.updatedReplicas);
    });

    const deployment = await deployGood(cluster, 'v2');

    const moved = counts.filter((count, index) => count !== undefined && count !== counts[index - 1]);
    expect(moved.slice(-3)).toEqual([1, 2, 3]);
    expect(deployment.metadata.annotations?.[revision]).toBe('2');
    expect(deployment.status?.unavailableReplicas).toBeUndefined();
    const sets = await replicaSetsOf(cluster);
    expect(sets.map((set) => [set.metadata.annotations?.[revision], set.spec.replicas]).sort()).toEqual([
      ['1', 0],
      ['2', 3],
    ]);
  });

  test('names ReplicaSets and pods by the hash of the template, owned in a chain', async () => {
    const cluster = await startCluster();
    const pod = nextWrite(cluster, ({ object }) => isPod(object));

    const deployment = await deployGood(cluster, 'v1', { replicas: 1 });

    const [set] = await replicaSetsOf(cluster);
    const hash = set?.metadata.labels?.['pod-template-hash'] ?? '';
    const { object } = await pod;
    expect(set?.metadata.name).toBe(`payments-api-${hash}`);
    expect(set?.spec.selector.matchLabels).toMatchObject({ 'pod-template-hash': hash });
    expect(set?.metadata.ownerReferences).toEqual([
      expect.objectContaining({ kind: 'Deployment', uid: deployment.metadata.uid, controller: true }),
    ]);
    expect(object.metadata.name).toMatch(new RegExp(`^payments-api-${hash}-[a-z0-9]{5}$`));
    expect(object.metadata.ownerReferences?.[0]).toMatchObject({
      kind: 'ReplicaSet',
      uid: set?.metadata.uid,
    });
  });

  test('an undo reuses the old ReplicaSet under a new number', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1');
    const [first] = await replicaSetsOf(cluster);
    const crashing = podWaiting(cluster, 'CrashLoopBackOff');
    await cluster.deploy(payments('v2', { behaviour: 'crashing' }));
    await crashing;
    const template = first?.spec.template;

    const done = rolledOut(cluster, imageOf('v1'));
    await patchWith(cluster, 'json', paymentsPath, [
      { op: 'test', path: '/metadata/annotations/deployment.kubernetes.io~1revision', value: '2' },
      { op: 'replace', path: '/spec/template', value: withoutHash(template) },
    ]);
    const deployment = await done;

    const sets = await replicaSetsOf(cluster);
    const reused = sets.find((set) => set.metadata.uid === first?.metadata.uid);
    expect(sets).toHaveLength(2);
    expect(deployment.metadata.annotations?.[revision]).toBe('3');
    expect(reused?.metadata.annotations).toMatchObject({
      [revision]: '3',
      'deployment.kubernetes.io/revision-history': '1',
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
    });
    expect(reused?.spec.replicas).toBe(3);
  });

  test('does not start while paused, and says so', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1');
    const paused = nextWrite(
      cluster,
      ({ object }) => isDeployment(object) && progressingOf(object)?.reason === 'DeploymentPaused',
    );

    await cluster.deploy(payments('v2', { paused: true }));
    const { object } = await paused;

    expect(progressingOf(object as Deployment)).toMatchObject({
      status: 'Unknown',
      message: 'Deployment is paused',
    });
    expect(await replicaSetsOf(cluster)).toHaveLength(1);
    const done = rolledOut(cluster, imageOf('v2'));
    await patchWith(cluster, 'merge', paymentsPath, { spec: { paused: false } });
    expect((await done).metadata.annotations?.[revision]).toBe('2');
  });

  test('that makes no progress exceeds its deadline, and recovers when it does', async () => {
    const cluster = await startCluster();
    const exceeded = nextWrite(
      cluster,
      ({ object }) => isDeployment(object) && progressingOf(object)?.reason === 'ProgressDeadlineExceeded',
    );
    await cluster.deploy(
      payments('v1', { behaviour: 'never-ready', replicas: 1, progressDeadlineSeconds: 2 }),
    );

    const { object } = await exceeded;

    const [set] = await replicaSetsOf(cluster);
    expect(progressingOf(object as Deployment)).toMatchObject({
      status: 'False',
      message: `ReplicaSet "${set?.metadata.name}" has timed out progressing.`,
    });
    const deployment = await deployGood(cluster, 'v2', { replicas: 1 });
    expect(progressingOf(deployment)?.status).toBe('True');
  });

  test('keeps no more old ReplicaSets than its history limit', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1, revisionHistoryLimit: 1 });
    await deployGood(cluster, 'v2', { replicas: 1, revisionHistoryLimit: 1 });
    const removed = nextWrite(
      cluster,
      ({ type, object }) => type === 'DELETED' && object.kind === 'ReplicaSet',
    );

    await deployGood(cluster, 'v3', { replicas: 1, revisionHistoryLimit: 1 });
    const { object } = await removed;

    expect(object.metadata.annotations?.[revision]).toBe('1');
    const left = (await replicaSetsOf(cluster)).map((set) => set.metadata.annotations?.[revision]);
    expect(left.sort()).toEqual(['2', '3']);
  });

  test('is not started by scaling', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const done = rolledOut(cluster, imageOf('v1'));

    await cluster.scale('prod', 'payments-api', 4);
    const deployment = await done;

    expect(deployment.status?.readyReplicas).toBe(4);
    expect(deployment.metadata.generation).toBe(2);
    expect(deployment.metadata.annotations?.[revision]).toBe('1');
    expect(await replicaSetsOf(cluster)).toHaveLength(1);
  });

  test('without room in the quota reports ReplicaFailure', async () => {
    const cluster = await startCluster();
    const failing = nextWrite(
      cluster,
      ({ object }) =>
        isDeployment(object) &&
        (object.status?.conditions ?? []).some((each) => each.type === 'ReplicaFailure'),
    );

    await cluster.deploy(payments('v1', { behaviour: 'quota' }));
    const { object } = await failing;

    const failure = (object as Deployment).status?.conditions?.find((each) => each.type === 'ReplicaFailure');
    expect(failure).toMatchObject({ status: 'True', reason: 'FailedCreate' });
    expect(failure?.message).toMatch(
      /^pods "payments-api-\w+-\w+" is forbidden: exceeded quota: compute, requested: pods=1/,
    );
  });

  test('with Recreate has no old pod when the first new one comes', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 2 });
    const strategy = { type: 'Recreate', rollingUpdate: null };
    await patchWith(cluster, 'merge', paymentsPath, { spec: { strategy } });
    const pods: string[] = [];
    cluster.onWrite(({ type, object }) => {
      if (isPod(object) && type !== 'MODIFIED')
        pods.push(`${type} ${object.spec.containers[0]?.image.split(':')[1]}`);
    });

    const done = rolledOut(cluster, imageOf('v1').replace('v1', 'v0'));
    const image = { name: 'payments-api', image: imageOf('v0') };
    await cluster.deploy({
      namespace: 'prod',
      name: 'seed',
      version: 'v0',
      behaviour: 'good',
      image: imageOf('v0'),
      replicas: 0,
    });
    await patchWith(cluster, 'strategic-merge', paymentsPath, {
      spec: { template: { spec: { containers: [image] } } },
    });
    await done;

    expect(pods).toEqual(['DELETED v1', 'DELETED v1', 'ADDED v0', 'ADDED v0']);
  });
});

describe('managed Deployments', () => {
  test.each([
    ['flux', 'labels', 'kustomize.toolkit.fluxcd.io/name'],
    ['argocd', 'annotations', 'argocd.argoproj.io/tracking-id'],
    ['helm', 'annotations', 'meta.helm.sh/release-name'],
  ] as const)('by %s carry its marks', async (managedBy, place, key) => {
    const cluster = await startCluster();

    await cluster.deploy(payments('v1', { managedBy, paused: true }));
    const { body } = await ask<Deployment>(cluster, paymentsPath);

    expect(body.metadata[place]).toHaveProperty([key]);
  });
});

function withoutHash(template: Deployment['spec']['template'] | undefined) {
  const { 'pod-template-hash': _hash, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}
