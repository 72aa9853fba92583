import { describe, expect, test } from 'vitest';
import type { DeployRequest, KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { DaemonSet } from '../../../sandbox/kubernetes/workload-model.ts';
import { ask, patchWith, podWaiting, startCluster } from './harness.ts';
import { agentPath, isObserved, podsOf, revisionsOf, versionOf, whenWritten } from './workloads.ts';

function agent(version: string, rest: Partial<DeployRequest> = {}): DeployRequest {
  return { kind: 'DaemonSet', namespace: 'prod', name: 'agent', version, behaviour: 'good', ...rest };
}

function isComplete(set: DaemonSet): boolean {
  return isObserved(set) && set.status?.updatedNumberScheduled === 2 && set.status.numberAvailable === 2;
}

async function deployed(cluster: KubernetesStandIn, version: string, rest: Partial<DeployRequest> = {}) {
  const image = `registry.example.com/agent:${version}`;
  const done = whenWritten(
    cluster,
    'DaemonSet',
    (set) => isComplete(set) && set.spec.template.spec.containers[0]?.image === image,
  );
  await cluster.deploy(agent(version, rest));
  return done;
}

describe('a DaemonSet', () => {
  test('runs one pod on every node and writes the status of the real controller', async () => {
    const cluster = await startCluster();

    const set = await deployed(cluster, 'v1');

    const pods = await podsOf(cluster);
    const [revision] = await revisionsOf(cluster);
    expect(pods.map((pod) => pod.spec.nodeName).sort()).toEqual(['node-a', 'node-b']);
    expect(set.status).toEqual({
      observedGeneration: 1,
      currentNumberScheduled: 2,
      desiredNumberScheduled: 2,
      numberMisscheduled: 0,
      numberReady: 2,
      updatedNumberScheduled: 2,
      numberAvailable: 2,
    });
    const hash = revision?.metadata.labels?.['controller-revision-hash'];
    expect(revision?.metadata.name).toBe(`agent-${hash}`);
    expect(pods[0]?.metadata.labels).toMatchObject({
      'controller-revision-hash': hash,
      'pod-template-generation': '1',
    });
  });

  test('updates one node after the other', async () => {
    const cluster = await startCluster();
    await deployed(cluster, 'v1');
    const unavailable: number[] = [];
    cluster.onWrite(({ object }) => {
      if (object.kind === 'DaemonSet') unavailable.push((object as DaemonSet).status?.numberUnavailable ?? 0);
    });

    const set = await deployed(cluster, 'v2');

    expect(Math.max(...unavailable)).toBe(1);
    expect(set.metadata.annotations?.['deprecated.daemonset.template.generation']).toBe('2');
    expect((await revisionsOf(cluster)).map((each) => each.revision)).toEqual([1, 2]);
  });

  test('stays on the first node that crashes, and goes back by the revision kept', async () => {
    const cluster = await startCluster();
    await deployed(cluster, 'v1');
    const [first] = await revisionsOf(cluster);
    const crashing = podWaiting(cluster, 'CrashLoopBackOff');
    await cluster.deploy(agent('v2', { behaviour: 'crashing' }));
    await crashing;
    const { body: stuck } = await ask<DaemonSet>(cluster, agentPath);
    const undone = whenWritten(
      cluster,
      'DaemonSet',
      (set) => isComplete(set) && set.metadata.generation === 3,
    );

    await patchWith(cluster, 'strategic-merge', agentPath, first?.data);
    await undone;

    expect(stuck.status).toMatchObject({
      updatedNumberScheduled: 1,
      numberAvailable: 1,
      numberUnavailable: 1,
    });
    expect((await podsOf(cluster)).map(versionOf)).toEqual(['v1', 'v1']);
    expect((await revisionsOf(cluster)).at(-1)).toMatchObject({
      revision: 3,
      metadata: { name: first?.metadata.name },
    });
  });

  test('with OnDelete leaves the pods alone', async () => {
    const cluster = await startCluster();
    await deployed(cluster, 'v1', { updateStrategy: 'OnDelete' });
    const seen = whenWritten(cluster, 'DaemonSet', (set) => isObserved(set) && set.metadata.generation === 2);

    await cluster.deploy(agent('v2', { updateStrategy: 'OnDelete' }));
    const { status } = await seen;

    expect(status).not.toHaveProperty('updatedNumberScheduled');
    expect((await podsOf(cluster)).map(versionOf)).toEqual(['v1', 'v1']);
  });

  test('says why a node has no room', async () => {
    const cluster = await startCluster();
    const refused = whenWritten(cluster, 'Pod', ({ status }) =>
      (status?.conditions ?? []).some((each) => each.reason === 'Unschedulable'),
    );

    await cluster.deploy(agent('v1', { behaviour: 'unschedulable' }));
    const { status } = await refused;

    expect(status?.conditions?.[0]?.message).toMatch(
      /^0\/2 nodes are available: 1 Insufficient cpu, 1 node\(s\) didn't satisfy plugin\(s\) \[NodeAffinity\]\./,
    );
  });
});
