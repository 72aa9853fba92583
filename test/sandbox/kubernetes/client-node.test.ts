import { AppsV1Api, KubeConfig, makeInformer, type V1Deployment } from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import type { KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import { deployGood, payments, startCluster } from './harness.ts';

function configFor(cluster: KubernetesStandIn): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'sandbox', server: cluster.url, skipTLSVerify: true }],
    users: [{ name: 'shipmate', token: cluster.token }],
    contexts: [{ name: 'sandbox', cluster: 'sandbox', user: 'shipmate' }],
    currentContext: 'sandbox',
  });
  return config;
}

test('@kubernetes/client-node’s informer follows a Deployment from its creation to its end', async () => {
  const cluster = await startCluster({ token: 'secret-of-the-sandbox' });
  const config = configFor(cluster);
  const api = config.makeApiClient(AppsV1Api);
  const path = '/apis/apps/v1/namespaces/prod/deployments';
  const informer = makeInformer<V1Deployment>(config, path, () =>
    api.listNamespacedDeployment({ namespace: 'prod' }),
  );
  onTestFinished(() => informer.stop());
  const seen: string[] = [];
  const { promise: isDeleted, resolve } = Promise.withResolvers<void>();
  informer.on('add', (deployment) => seen.push(`add ${deployment.metadata?.name}`));
  informer.on('update', (deployment) => seen.push(`update ${deployment.status?.readyReplicas ?? 0}`));
  informer.on('delete', () => resolve());

  await informer.start();
  await deployGood(cluster, 'v1');
  await cluster.remove('prod', 'payments-api');
  await isDeleted;

  expect(seen[0]).toBe('add payments-api');
  expect(seen).toContain('update 3');
});

test('@kubernetes/client-node reads and patches with its types', async () => {
  const cluster = await startCluster();
  await cluster.deploy(payments('v1', { paused: true }));
  const api = configFor(cluster).makeApiClient(AppsV1Api);

  const body = [{ op: 'replace', path: '/spec/replicas', value: 2 }];
  const patched = await api.patchNamespacedDeployment({ name: 'payments-api', namespace: 'prod', body });
  const missing = api.readNamespacedDeployment({ name: 'nope', namespace: 'prod' });

  expect(patched.spec?.replicas).toBe(2);
  expect(patched.metadata?.creationTimestamp).toBeInstanceOf(Date);
  await expect(missing).rejects.toMatchObject({ code: 404 });
});
