import { describe, expect, test } from 'vitest';
import type { Deployment, KubernetesObject, Pod } from '../../../sandbox/kubernetes/model.ts';
import {
  ask,
  deployGood,
  imageOf,
  isDeployment,
  nextWrite,
  payments,
  paymentsPath,
  podWaiting,
  replicaSetsOf,
  rolledOut,
  startCluster,
} from './harness.ts';

describe('deploy', () => {
  test('makes namespace, ConfigMap and Deployment as a pipeline would', async () => {
    const cluster = await startCluster();

    await cluster.deploy(
      payments('v1', { paused: true, env: { LOG_LEVEL: 'debug' }, annotations: { note: 'first' } }),
    );
    const { body } = await ask<Deployment>(cluster, paymentsPath);
    const config = await ask<KubernetesObject>(cluster, '/api/v1/namespaces/prod/configmaps/payments-config');

    expect(body.metadata.labels).toMatchObject({ 'app.kubernetes.io/version': 'v1' });
    expect(body.metadata.annotations).toMatchObject({ note: 'first' });
    expect(body.metadata.annotations).toHaveProperty(['kubectl.kubernetes.io/last-applied-configuration']);
    expect(body.spec.template.spec.containers[0]?.env).toEqual([{ name: 'LOG_LEVEL', value: 'debug' }]);
    expect(body.metadata.managedFields?.map((entry) => entry.manager)).toContain('kubectl-client-side-apply');
    expect(config.body).not.toHaveProperty('data.DB_URL');
  });

  test('leaves what it does not say as it is', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', {
      replicas: 2,
      maxSurge: 1,
      maxUnavailable: 0,
      labels: { team: 'payments' },
    });

    await deployGood(cluster, 'v2');
    const { body } = await ask<Deployment>(cluster, paymentsPath);

    expect(body.spec.replicas).toBe(2);
    expect(body.spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(body.metadata.labels?.['team']).toBe('payments');
    expect(body.spec.template.spec.containers[0]?.image).toBe(imageOf('v2'));
  });

  test('of the same version twice starts no rollout', async () => {
    const cluster = await startCluster();
    const first = await deployGood(cluster, 'v1', { replicas: 1 });

    await cluster.deploy(payments('v1', { replicas: 1 }));
    const { body } = await ask<Deployment>(cluster, paymentsPath);

    expect(body.metadata.generation).toBe(first.metadata.generation);
    expect(await replicaSetsOf(cluster)).toHaveLength(1);
  });

  test('of a bad version keeps the good pods within the bounds of the update', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1');
    const least: number[] = [];
    cluster.onWrite(({ object }) => {
      if (isDeployment(object)) least.push(object.status?.availableReplicas ?? 0);
    });
    const crashing = podWaiting(cluster, 'CrashLoopBackOff');

    await cluster.deploy(payments('v2', { behaviour: 'crashing' }));
    const pod: Pod = await crashing;

    expect(pod.spec.containers[0]?.image).toBe(imageOf('v2'));
    expect(Math.min(...least)).toBe(3);
  });

  test('of a good version after a bad one recovers', async () => {
    const cluster = await startCluster();
    await deployGood(cluster, 'v1', { replicas: 1 });
    const pulling = podWaiting(cluster, 'ErrImagePull');
    await cluster.deploy(payments('v2', { behaviour: 'missing-image' }));
    await pulling;
    const done = rolledOut(cluster, imageOf('v3'));

    await cluster.deploy(payments('v3'));

    expect((await done).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  });

  test('is heard by onWrite until it stops listening', async () => {
    const cluster = await startCluster();
    const started = performance.now();
    const created = nextWrite(cluster, ({ type, object }) => type === 'ADDED' && isDeployment(object));
    let later = 0;
    const stop = cluster.onWrite(() => {
      later += 1;
    });
    stop();

    await cluster.deploy(payments('v1', { paused: true }));

    expect((await created).at).toBeGreaterThanOrEqual(started);
    expect(later).toBe(0);
  });
});
