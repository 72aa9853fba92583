import { describe, expect, test } from 'vitest';
import { readySince } from '../../../sandbox/kubernetes/controllers/pod-control.ts';
import type { DeployRequest, KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';

import { ask, isPod, nextWrite, patchWith, podWaiting, send, startCluster } from './harness.ts';
import { isRolledOut, ledgerPath, podsOf, revisionsOf, versionOf, whenWritten } from './workloads.ts';

function ledger(version: string, rest: Partial<DeployRequest> = {}): DeployRequest {
  return { kind: 'StatefulSet', namespace: 'prod', name: 'ledger', version, behaviour: 'good', ...rest };
}

async function deployed(cluster: KubernetesStandIn, version: string, rest: Partial<DeployRequest> = {}) {
  const image = `registry.example.com/ledger:${version}`;
  const done = whenWritten(
    cluster,
    'StatefulSet',
    (set) => isRolledOut(set) && set.spec.template.spec.containers[0]?.image === image,
  );
  await cluster.deploy(ledger(version, rest));
  return done;
}

describe('a StatefulSet', () => {
  test('makes its pods one after the other and writes the status of the real controller', async () => {
    const cluster = await startCluster();
    const ready = new Set<string>();
    const added: string[] = [];
    cluster.onWrite(({ type, object }) => {
      if (!isPod(object)) return;
      if (type === 'ADDED') added.push(`${object.metadata.name} after ${ready.size} ready`);
      if (readySince(object) !== undefined) ready.add(object.metadata.name);
    });

    const set = await deployed(cluster, 'v1');

    const [revision] = await revisionsOf(cluster);
    expect(added).toEqual(['ledger-0 after 0 ready', 'ledger-1 after 1 ready', 'ledger-2 after 2 ready']);
    expect(set.status).toEqual({
      observedGeneration: 1,
      replicas: 3,
      readyReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      availableReplicas: 3,
      currentRevision: revision?.metadata.name,
      updateRevision: revision?.metadata.name,
      collisionCount: 0,
    });
    const [first] = await podsOf(cluster);
    expect(first?.metadata.labels).toMatchObject({
      'controller-revision-hash': revision?.metadata.name,
      'statefulset.kubernetes.io/pod-name': 'ledger-0',
      'apps.kubernetes.io/pod-index': '0',
    });
    expect(first?.spec).toMatchObject({ hostname: 'ledger-0', subdomain: 'ledger' });
  });

  test('updates from the highest ordinal down and keeps both revisions apart until the end', async () => {
    const cluster = await startCluster();
    const before = await deployed(cluster, 'v1');
    const deleted: string[] = [];
    cluster.onWrite(({ type, object }) => {
      if (type === 'DELETED' && isPod(object)) deleted.push(object.metadata.name);
    });
    const between = whenWritten(cluster, 'StatefulSet', (set) => set.status?.updatedReplicas === 1);

    const after = await deployed(cluster, 'v2');

    const { status } = await between;
    expect(deleted).toEqual(['ledger-2', 'ledger-1', 'ledger-0']);
    expect(status).toMatchObject({ currentRevision: before.status?.currentRevision, currentReplicas: 2 });
    expect(status?.updateRevision).toBe(after.status?.updateRevision);
    expect(after.status?.updateRevision).not.toBe(before.status?.updateRevision);
    expect((await revisionsOf(cluster)).map((each) => each.revision)).toEqual([1, 2]);
  });

  test('stops at the partition', async () => {
    const cluster = await startCluster();
    const before = await deployed(cluster, 'v1');
    const updated = whenWritten(
      cluster,
      'StatefulSet',
      ({ status }) => status?.updatedReplicas === 1 && status.readyReplicas === 3,
    );

    await cluster.deploy(ledger('v2', { partition: 2 }));
    const { status } = await updated;

    expect(status?.currentRevision).toBe(before.status?.currentRevision);
    expect((await podsOf(cluster)).map(versionOf)).toEqual(['v1', 'v1', 'v2']);
  });

  test('with OnDelete waits for someone to delete the pods', async () => {
    const cluster = await startCluster();
    await deployed(cluster, 'v1', { replicas: 1 });
    const options: Partial<DeployRequest> = { replicas: 1, updateStrategy: 'OnDelete' };
    await patchWith(cluster, 'merge', ledgerPath, {
      spec: { updateStrategy: { type: 'OnDelete', rollingUpdate: null } },
    });
    const seen = whenWritten(
      cluster,
      'StatefulSet',
      ({ status }) => status?.updateRevision !== status?.currentRevision,
    );
    await cluster.deploy(ledger('v2', options));
    const { status } = await seen;
    const replaced = whenWritten(cluster, 'Pod', (pod) => versionOf(pod) === 'v2');

    await ask(cluster, '/api/v1/namespaces/prod/pods/ledger-0', { method: 'DELETE' });

    expect(status).not.toHaveProperty('updatedReplicas');
    expect((await replaced).metadata.name).toBe('ledger-0');
  });

  test('in order stays stuck on a bad image after the template is reverted, until the pod is deleted', async () => {
    const cluster = await startCluster();
    const good = await deployed(cluster, 'v1');
    const pulling = podWaiting(cluster, 'ImagePullBackOff');
    await cluster.deploy(ledger('v2', { behaviour: 'missing-image' }));
    const broken = await pulling;
    const reverted = whenWritten(
      cluster,
      'StatefulSet',
      (set) =>
        set.status?.observedGeneration === 3 && set.status.updateRevision === good.status?.updateRevision,
    );

    await cluster.deploy(ledger('v1'));
    await reverted;
    const again = await podWaiting(cluster, 'ErrImagePull');

    expect([broken.metadata.name, again.metadata.uid]).toEqual(['ledger-2', broken.metadata.uid]);
    const healed = whenWritten(
      cluster,
      'StatefulSet',
      (set) => isRolledOut(set) && set.metadata.generation === 3,
    );
    await ask(cluster, '/api/v1/namespaces/prod/pods/ledger-2', { method: 'DELETE' });
    expect((await healed).status?.updatedReplicas).toBe(3);
  });

  test('in Parallel makes all pods at once and recovers from a bad image by itself', async () => {
    const cluster = await startCluster();
    const added: string[] = [];
    cluster.onWrite(({ type, object }) => {
      if (type === 'ADDED' && isPod(object)) added.push(object.metadata.name);
    });
    const first = whenWritten(cluster, 'StatefulSet', ({ status }) => status?.replicas === 3);
    await cluster.deploy(ledger('v1', { podManagementPolicy: 'Parallel', behaviour: 'missing-image' }));
    const { status } = await first;

    const healed = await deployed(cluster, 'v2');

    expect(status).not.toHaveProperty('readyReplicas');
    expect(added.slice(0, 3)).toEqual(['ledger-0', 'ledger-1', 'ledger-2']);
    expect(healed.status?.updatedReplicas).toBe(3);
  });

  test('counts a pod as available only after minReadySeconds', async () => {
    const cluster = await startCluster();
    const ready = whenWritten(cluster, 'StatefulSet', ({ status }) => status?.readyReplicas === 1);
    const available = whenWritten(cluster, 'StatefulSet', ({ status }) => status?.availableReplicas === 1);

    await cluster.deploy(ledger('v1', { replicas: 1, minReadySeconds: 2 }));

    expect((await ready).status?.availableReplicas).toBe(0);
    expect((await available).status).toMatchObject({ readyReplicas: 1, availableReplicas: 1 });
  });

  test('renumbers the old revision on an undo by its patch, and forgets those over its limit', async () => {
    const cluster = await startCluster();
    const limits = { replicas: 1, revisionHistoryLimit: 1 };
    await deployed(cluster, 'v1', limits);
    await deployed(cluster, 'v2', limits);
    const [first] = await revisionsOf(cluster);
    const undone = whenWritten(
      cluster,
      'StatefulSet',
      (set) => isRolledOut(set) && set.status?.updateRevision === first?.metadata.name,
    );

    await patchWith(cluster, 'strategic-merge', ledgerPath, first?.data);
    await undone;
    const renumbered = await revisionsOf(cluster);
    await deployed(cluster, 'v3', limits);

    expect(first?.data.spec.template).toHaveProperty('$patch', 'replace');
    expect(renumbered.map((each) => [each.revision, each.metadata.uid])[1]).toEqual([3, first?.metadata.uid]);
    await expect.poll(async () => (await revisionsOf(cluster)).map((each) => each.revision)).toEqual([3, 4]);
  });

  test('scales down from the top and takes its pods and revisions with it', async () => {
    const cluster = await startCluster();
    await deployed(cluster, 'v1', { replicas: 2 });
    const smaller = nextWrite(cluster, ({ type, object }) => type === 'DELETED' && isPod(object));

    await cluster.scale('prod', 'ledger', 1, 'StatefulSet');
    const { object } = await smaller;
    await cluster.remove('prod', 'ledger', 'StatefulSet');

    expect(object.metadata.name).toBe('ledger-1');
    await expect.poll(async () => [...(await podsOf(cluster)), ...(await revisionsOf(cluster))]).toEqual([]);
  });

  test('refuses what a StatefulSet may not be', async () => {
    const cluster = await startCluster();
    await cluster.deploy(ledger('v1', { replicas: 0 }));

    const fixed = await patchWith(cluster, 'merge', ledgerPath, { spec: { serviceName: 'other' } });
    const policy = await patchWith(cluster, 'merge', ledgerPath, {
      spec: { updateStrategy: { type: 'Recreate' } },
    });
    const [revision] = await revisionsOf(cluster);
    const held = await send<{ message?: string }>(
      cluster,
      'PATCH',
      `/apis/apps/v1/namespaces/prod/controllerrevisions/${revision?.metadata.name}`,
      { data: { spec: null } },
      'application/merge-patch+json',
    );

    expect([fixed.code, fixed.body.message]).toEqual([
      422,
      `StatefulSet.apps "ledger" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
    ]);
    expect(policy.body.message).toContain("must be 'RollingUpdate' or 'OnDelete'");
    expect([held.code, held.body.message]).toEqual([422, expect.stringContaining('data: Invalid value')]);
  });
});
