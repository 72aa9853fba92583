import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import { type FakeCluster, startFakeCluster } from './fake-cluster.ts';
import { type Listening, listen, silentLog } from './listening.ts';
import { deploymentObject, podObject, replicaSetObject } from './objects.ts';
import { quick } from './reflecting.ts';

let cluster: FakeCluster;
let kubernetes: Kubernetes;
let now: number;
let ears: Listening;

beforeEach(async () => {
  cluster = await startFakeCluster();
  now = 1_000_000;
  ears = listen();
});

afterEach(async () => {
  await kubernetes.close();
  await cluster.server.close();
});

function start(namespaces: { include?: string[]; exclude?: string[] } = {}) {
  kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: cluster.url },
    namespaces,
    log: silentLog,
    clock: { now: () => now },
    timing: quick,
  });
  kubernetes.watcher.start(ears.listener);
  return kubernetes.watcher;
}

function putPayments() {
  cluster.put('deployments', deploymentObject());
  cluster.put('replicasets', replicaSetObject());
  for (const index of [0, 1, 2]) cluster.put('pods', podObject({ index }));
}

describe('the readiness of a watcher', () => {
  it('ends when a watch has said nothing for too long, and comes back with its next word', async () => {
    putPayments();
    const watcher = start();
    const before = watcher.readiness();
    await expect.poll(watcher.readiness).toEqual({ isReady: true, because: '' });

    now += 300_000;
    const stale = watcher.readiness();
    for (const { response } of cluster.watches) response.destroy();

    expect(before.isReady).toBe(false);
    expect(stale).toEqual({
      isReady: false,
      because: expect.stringMatching(/^Nothing was heard of \w+ for 300 s\./),
    });
    await expect.poll(watcher.readiness).toEqual({ isReady: true, because: '' });
  });

  it('is not kept by the other watches while one alone is dead', async () => {
    putPayments();
    const watcher = start();
    await expect.poll(watcher.readiness).toEqual({ isReady: true, because: '' });

    cluster.intercept = ({ url, response }) => {
      if (!url.pathname.endsWith('/pods')) return false;
      response.destroy();
      return true;
    };
    now += 300_000;
    for (const { response } of cluster.watches) response.destroy();

    await expect.poll(() => watcher.readiness().because).toMatch(/^Nothing was heard of pods for 300 s\. /);
  });
});

describe('a watch of what only explains', () => {
  it('that dies takes neither the readiness nor the time until which all was seen with it', async () => {
    putPayments();
    const watcher = start();
    await expect.poll(watcher.readiness).toEqual({ isReady: true, because: '' });

    cluster.intercept = ({ url, response }) => {
      if (!url.pathname.endsWith('/kustomizations')) return false;
      response.destroy();
      return true;
    };
    now += 300_000;
    for (const { response } of cluster.watches) response.destroy();

    await expect.poll(watcher.readiness).toEqual({ isReady: true, because: '' });
    // A watch that went on is believed once it has been silent for a while.
    now += 10_000;
    await expect.poll(watcher.seenUntil).toBeGreaterThanOrEqual(1_300_000);
    const dead = watcher.states().find(({ name }) => name === 'kustomizations');
    expect(dead).toMatchObject({ failure: expect.any(String), lastHeardAt: expect.any(Number) });
    expect(dead?.lastHeardAt).toBeLessThan(1_300_000);
  });
});

describe('the states of a watcher', () => {
  it('are of every kind, with what each knows and how often it began anew', async () => {
    putPayments();
    const watcher = start();
    await expect.poll(watcher.readiness).toEqual({ isReady: true, because: '' });

    cluster.expireHistory();
    for (const { response } of cluster.watches) response.destroy();
    await expect
      .poll(() => watcher.states().every(({ relists, restarts }) => relists > 0 && restarts > 0), {
        timeout: 10_000,
      })
      .toBe(true);

    const objects = Object.fromEntries(watcher.states().map((state) => [state.name, state.objects]));
    expect(objects).toEqual({
      deployments: 1,
      statefulsets: 0,
      daemonsets: 0,
      jobs: 0,
      cronjobs: 0,
      rollouts: 0,
      replicasets: 1,
      controllerrevisions: 0,
      pods: 3,
      horizontalpodautoscalers: 0,
      nodes: 0,
      kustomizations: 0,
      helmreleases: 0,
      gitrepositories: 0,
      applications: 0,
    });
  });
});

describe('a watcher of some namespaces', () => {
  const managers = [
    '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations',
    '/apis/helm.toolkit.fluxcd.io/v2/helmreleases',
    '/apis/source.toolkit.fluxcd.io/v1/gitrepositories',
    '/apis/argoproj.io/v1alpha1/applications',
  ];
  const inNamespace = (namespace: string, name: string) => {
    const uid = `${name}-uid`;
    cluster.put('deployments', deploymentObject({ namespace, name, uid }));
    const replicaSet = replicaSetObject({ deployment: name });
    cluster.put('replicasets', { ...replicaSet, metadata: { ...replicaSet.metadata, namespace } });
  };

  it('asks for nothing of any other, and has a watch of each kind in each', async () => {
    inNamespace('prod', 'payments-api');
    inNamespace('staging', 'ledger');
    inNamespace('private', 'vault');
    const watcher = start({ include: ['prod', 'staging'] });
    await expect.poll(() => ears.heard.length).toBe(2);

    const paths = new Set(cluster.server.exchanges.map(({ url }) => url.pathname));
    // Nodes are in no namespace, and managers in one of their own.
    paths.delete('/api/v1/nodes');
    for (const path of managers) paths.delete(path);
    expect([...paths].every((path) => /\/namespaces\/(?:prod|staging)\//.test(path))).toBe(true);
    expect(watcher.states().map(({ name }) => name)).toContain('pods in staging');
    expect(watcher.states()).toHaveLength(2 * 10 + 1 + managers.length);
    expect(ears.heard.map(({ observation }) => observation.workload.name).toSorted()).toEqual([
      'ledger',
      'payments-api',
    ]);
  });

  it('leaves out what is excluded, by pattern', async () => {
    inNamespace('prod', 'payments-api');
    inNamespace('preview-17', 'ledger');
    start({ exclude: ['preview-*'] });
    await expect.poll(() => ears.heard.length).toBe(1);

    inNamespace('preview-18', 'vault');
    inNamespace('prod', 'search-api');
    await expect.poll(() => ears.heard.length).toBe(2);

    expect(ears.heard.map(({ observation }) => observation.workload.namespace)).toEqual(['prod', 'prod']);
  });
});
