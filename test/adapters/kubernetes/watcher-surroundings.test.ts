import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import { reflectorTiming } from '../../../src/adapters/kubernetes/reflector-timing.ts';
import { sendStatus } from './api-server.ts';
import { type FakeCluster, type StoredObject, startFakeCluster } from './fake-cluster.ts';
import { clock, type Listening, listen, recordingLog } from './listening.ts';
import { crashingPod, deploymentObject, podObject, replicaSetObject } from './objects.ts';

let cluster: FakeCluster;
let kubernetes: Kubernetes;
let recorded: ReturnType<typeof recordingLog>;
let ears: Listening;

beforeEach(async () => {
  cluster = await startFakeCluster();
  recorded = recordingLog();
  ears = listen();
  kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: cluster.url },
    namespaces: { include: ['prod'] },
    log: recorded.log,
    clock,
    timing: { ...reflectorTiming, absentRetryMs: 20 },
  });
});

afterEach(async () => {
  await kubernetes.close();
  await cluster.server.close();
});

const on = (pod: StoredObject, nodeName: string): StoredObject => ({
  ...pod,
  spec: { ...(pod['spec'] as object), nodeName },
});

function node(name: string, isReady: boolean, heartbeat = 0): StoredObject {
  const status = isReady ? 'True' : 'Unknown';
  const lastHeartbeatTime = new Date(Date.UTC(2026, 7, 1, 10, heartbeat)).toISOString();
  const condition = { type: 'Ready', status, reason: 'NodeStatusUnknown', message: '', lastHeartbeatTime };
  return { metadata: { uid: `${name}-uid`, namespace: '', name }, status: { conditions: [condition] } };
}

function autoscaler(target: string, status: 'True' | 'False' = 'False'): StoredObject {
  const condition = { type: 'ScalingActive', status, reason: 'FailedGetResourceMetric', message: 'none' };
  return {
    metadata: { uid: 'hpa-1', namespace: 'prod', name: 'autoscaler' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target } },
    status: { conditions: [condition] },
  };
}

function putPayments(...pods: readonly StoredObject[]) {
  cluster.put('deployments', deploymentObject({ available: 1 }));
  cluster.put('replicasets', replicaSetObject({ available: 1 }));
  for (const pod of pods) cluster.put('pods', pod);
}

const reasons = () =>
  ears.heard.map(({ observation }) => observation.problems.map(({ reason }) => reason).join('+'));
/** Exactly these, one after the other. */
async function untilHeard(...expected: readonly string[]) {
  await ears.until(() => ears.heard.length >= expected.length);
  expect(reasons()).toEqual(expected);
}
const suspects = (name: string, reason: string) =>
  ears.until(
    ({ observation }) =>
      observation.workload.name === name &&
      observation.suspects.some(({ problem }) => problem.reason === reason),
  );

async function untilReady() {
  while (!kubernetes.watcher.readiness().isReady) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a node', () => {
  it('that is lost mutes its pods and is named, until it is back; its heartbeats are no news', async () => {
    putPayments(on(crashingPod(), 'node-b'), on(podObject({ index: 1 }), 'node-a'));
    for (const name of ['node-a', 'node-b']) cluster.put('nodes', node(name, true));
    kubernetes.watcher.start(ears.listener);
    await ears.until(({ isBaseline }) => isBaseline);

    for (let beat = 1; beat < 5; beat += 1) cluster.put('nodes', node('node-b', true, beat));
    cluster.put('nodes', node('node-b', false));
    await untilHeard('CrashLoopBackOff', 'NodeNotReady');
    for (let beat = 1; beat < 5; beat += 1) cluster.put('nodes', node('node-b', false, beat));
    cluster.put('nodes', node('node-b', true));
    await untilHeard('CrashLoopBackOff', 'NodeNotReady', 'CrashLoopBackOff');
    cluster.put('nodes', node('node-b', false));
    await untilHeard('CrashLoopBackOff', 'NodeNotReady', 'CrashLoopBackOff', 'NodeNotReady');
    cluster.remove('nodes', 'node-b-uid');
    await untilHeard(
      ...['CrashLoopBackOff', 'NodeNotReady', 'CrashLoopBackOff', 'NodeNotReady', 'CrashLoopBackOff'],
    );

    expect(ears.heard[1]?.observation.problems).toMatchObject([
      { pods: 1, node: { name: 'node-b', others: 0 } },
    ]);
  });

  it('is asked for in the whole cluster, although one namespace is watched', async () => {
    const asked = new Set<string>();
    cluster.intercept = ({ url }) => {
      asked.add(url.pathname);
      return false;
    };

    kubernetes.watcher.start(ears.listener);
    await untilReady();

    expect(asked).toContain('/api/v1/nodes');
    expect(asked).toContain('/apis/autoscaling/v2/namespaces/prod/horizontalpodautoscalers');
    expect(asked).not.toContain('/api/v1/pods');
  });
});

describe('an autoscaler', () => {
  it('belongs to the workload that it names, whichever comes first, and moves when it names another', async () => {
    cluster.put('horizontalpodautoscalers', autoscaler('payments-api'));
    kubernetes.watcher.start(ears.listener);
    await untilReady();
    putPayments();
    const { observation } = await suspects('payments-api', 'AutoscalerFailing');
    cluster.put('deployments', deploymentObject({ name: 'search' }));
    cluster.put('replicasets', replicaSetObject({ deployment: 'search' }));

    cluster.put('horizontalpodautoscalers', autoscaler('search'));
    await suspects('search', 'AutoscalerFailing');
    const left = ears.heard.findLast(({ observation: { workload } }) => workload.name === 'payments-api');
    cluster.put('horizontalpodautoscalers', autoscaler('search', 'True'));
    await ears.until(() => {
      const last = ears.heard.findLast(({ observation: { workload } }) => workload.name === 'search');
      return last?.observation.suspects.length === 0;
    });

    expect(observation.suspects).toMatchObject([
      { problem: { autoscaler: { name: 'autoscaler', reason: 'FailedGetResourceMetric' } } },
    ]);
    expect(left?.observation.suspects).toEqual([]);
  });

  it('that is deleted is forgotten', async () => {
    cluster.put('horizontalpodautoscalers', autoscaler('payments-api'));
    putPayments();
    kubernetes.watcher.start(ears.listener);
    await suspects('payments-api', 'AutoscalerFailing');

    cluster.remove('horizontalpodautoscalers', 'hpa-1');
    const { observation } = await ears.until(({ isBaseline }) => !isBaseline);

    expect(observation.suspects).toEqual([]);
  });
});

describe('a service account that may read neither', () => {
  let isRefused: boolean;

  beforeEach(() => {
    isRefused = true;
    cluster.intercept = ({ url, response }) => {
      const [, plural = ''] = /\/(nodes|horizontalpodautoscalers)$/.exec(url.pathname) ?? [];
      if (plural === '' || !isRefused) return false;
      const group = plural === 'nodes' ? '' : 'autoscaling';
      const message = `${plural} is forbidden: User "shipmate" cannot watch resource "${plural}" in API group "${group}" at the cluster scope`;
      sendStatus(response, 403, message);
      return true;
    };
  });

  it('is ready all the same, and told once which rules are missing', async () => {
    putPayments(on(crashingPod(), 'node-b'));

    kubernetes.watcher.start(ears.listener);
    const { observation } = await ears.until(({ isBaseline }) => isBaseline);
    await untilReady();

    expect(observation.problems).toMatchObject([{ reason: 'CrashLoopBackOff' }]);
    const warnings = recorded.lines.filter(({ level }) => level === 'warn');
    const told = warnings.map(({ fields }) => String(Object(fields).reason)).toSorted();
    expect(told).toEqual([
      expect.stringContaining('watch horizontalpodautoscalers.autoscaling in all namespaces'),
      expect.stringContaining('does not allow Shipmate to watch nodes. Grant it by RBAC.'),
    ]);
  });

  it('sees them once it may', async () => {
    putPayments(on(crashingPod(), 'node-b'));
    cluster.put('nodes', node('node-b', false));
    kubernetes.watcher.start(ears.listener);
    await ears.until(({ isBaseline }) => isBaseline);

    isRefused = false;

    const { observation } = await ears.until(({ isBaseline }) => !isBaseline);
    expect(observation.problems).toMatchObject([{ reason: 'NodeNotReady' }]);
  });
});
