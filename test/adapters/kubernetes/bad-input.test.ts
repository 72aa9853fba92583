import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import { createIntern } from '../../../src/adapters/kubernetes/intern.ts';
import { deployments, pods, replicaSets } from '../../../src/adapters/kubernetes/resource-kind.ts';
import { createWatchEventParser } from '../../../src/adapters/kubernetes/watch-event.ts';
import { redactObservation } from '../../../src/app/redact-foreign-text.ts';
import { withinReason } from '../../../src/domain/problem/within-reason.ts';
import { builtInRedaction } from '../../../src/domain/redaction/redaction.ts';
import { observeWorkload } from '../../../src/domain/rollout/observe.ts';
import { threadTimeOf } from '../../thread-time.ts';
import { type FakeCluster, type StoredObject, startFakeCluster } from './fake-cluster.ts';
import { clock, type Listening, listen, silentLog } from './listening.ts';
import { crashingPod, deploymentObject, podObject, replicaSetObject } from './objects.ts';

let cluster: FakeCluster;
let kubernetes: Kubernetes;
let ears: Listening;

beforeEach(async () => {
  cluster = await startFakeCluster();
  ears = listen();
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

/** A pod of as many containers, every one of which crashes. */
function crowdedPod(containers: number): StoredObject {
  const pod = crashingPod();
  const { containerStatuses } = pod['status'] as { containerStatuses: readonly object[] };
  const names = Array.from({ length: containers }, (_, index) => `container-${index}`);
  return {
    ...pod,
    spec: { containers: names.map((name) => ({ name, image: 'registry.example/payments-api:v1' })) },
    status: {
      ...(pod['status'] as object),
      containerStatuses: names.map((name) => ({ ...containerStatuses[0], name })),
    },
  };
}

/** Until a look comes after these: the watch still lives. */
async function untilStillWatching() {
  const before = ears.heard.length;
  cluster.put('deployments', deploymentObject({ name: 'last' }));
  cluster.put('replicasets', replicaSetObject({ deployment: 'last' }));
  await ears.until(({ observation }) => observation.workload.name === 'last');
  expect(ears.heard.length).toBeGreaterThan(before);
  expect(kubernetes.watcher.states().every(({ failure }) => failure === undefined)).toBe(true);
}

describe('ten thousand containers’ worth of statuses', () => {
  it('hold up the process for no longer than 50 ms', () => {
    const intern = createIntern();
    const object = { type: 'MODIFIED', object: crowdedPod(10_000) };
    const line = Buffer.from(JSON.stringify(object));
    const parse = createWatchEventParser(pods.fields);
    const deployment = deployments.project(deploymentObject(), intern);
    const replicaSet = replicaSets.project(replicaSetObject(), intern);
    if (deployment === undefined || replicaSet === undefined) throw new Error('the frame is bad');
    const parts = { controllerRevisions: [], jobs: [], nodes: new Map(), autoscalers: [] };

    const lookOnce = () => {
      const event = parse(line);
      const pod = event.type === 'upsert' ? pods.project(event.object, intern) : undefined;
      const seen =
        pod && observeWorkload('prod-eu', deployment, { ...parts, replicaSets: [replicaSet], pods: [pod] });
      return seen && redactObservation(withinReason(seen), builtInRedaction);
    };
    const times = Array.from({ length: 7 }, () => threadTimeOf(lookOnce));

    expect(line.length).toBeGreaterThan(3_000_000);
    expect(lookOnce()?.problems.length).toBeGreaterThan(10);
    expect(Math.max(...times)).toBeLessThan(50);
  });

  it('are a look like any other, with the worst of them', async () => {
    cluster.put('deployments', deploymentObject({ available: 0 }));
    cluster.put('replicasets', replicaSetObject({ available: 0 }));
    cluster.put('pods', crowdedPod(10_000));

    kubernetes.watcher.start(ears.listener);
    const { observation } = await ears.until(({ observation: { problems } }) => problems.length > 0);

    expect(observation.problems).toHaveLength(50);
    await untilStillWatching();
  });
});

describe('objects that make little sense', () => {
  const bare = { uid: 'x', namespace: 'prod', name: 'x' };

  it.each<[string, Parameters<FakeCluster['put']>[0], object]>([
    ['a Deployment without status', 'deployments', { ...deploymentObject(), status: undefined }],
    ['a Deployment without anything', 'deployments', {}],
    [
      'a Deployment that was observed as text',
      'deployments',
      { ...deploymentObject(), status: { observedGeneration: '1', conditions: 'none', replicas: '3' } },
    ],
    [
      'conditions that nobody knows',
      'deployments',
      {
        ...deploymentObject(),
        status: { conditions: [{ type: 'Moon', status: 7, reason: [], message: {} }, null, 'x'] },
      },
    ],
    [
      'a pod without owner references',
      'pods',
      { ...podObject(), metadata: { ...podObject().metadata, ownerReferences: undefined } },
    ],
    [
      'owner references that are none',
      'pods',
      {
        ...podObject(),
        metadata: { ...podObject().metadata, ownerReferences: [null, 7, { controller: true }] },
      },
    ],
    ['a pod without status', 'pods', { ...crashingPod(), status: null }],
    [
      'containers that are none',
      'pods',
      {
        ...crashingPod(),
        spec: { containers: 'x' },
        status: { containerStatuses: [[], null, { state: [] }] },
      },
    ],
    ['a node without conditions', 'nodes', {}],
    ['conditions of a node that are none', 'nodes', { status: { conditions: { type: 'Ready' } } }],
    [
      'an autoscaler of nothing',
      'horizontalpodautoscalers',
      { spec: { scaleTargetRef: 7 }, status: { conditions: [7] } },
    ],
  ])('%s neither throw nor stop a watch', async (_name, plural, object) => {
    cluster.put('deployments', deploymentObject());
    cluster.put('replicasets', replicaSetObject());
    kubernetes.watcher.start(ears.listener);
    await ears.until(({ isBaseline }) => isBaseline);

    cluster.put(plural, { metadata: bare, ...object } as StoredObject);

    await untilStillWatching();
  });

  it('bytes that are no UTF-8 are shown as such', async () => {
    cluster.put('deployments', deploymentObject());
    cluster.put('replicasets', replicaSetObject());
    kubernetes.watcher.start(ears.listener);
    await ears.until(({ isBaseline }) => isBaseline);
    const pod = crashingPod({ state: { waiting: { reason: 'CreateContainerError', message: 'caf@' } } });
    const line = Buffer.from(`${JSON.stringify({ type: 'ADDED', object: pod })}\n`);
    // Latin-1, as an old runtime may write it.
    line[line.indexOf('caf@') + 3] = 0xe9;

    for (const watch of cluster.watches) if (watch.plural === 'pods') watch.response.write(line);

    const { observation } = await ears.until(({ observation: { problems } }) => problems.length > 0);
    expect(observation.problems[0]?.message).toBe('caf\ufffd');
    await untilStillWatching();
  });
});
