import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KubernetesStandIn, startKubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import { backFrom } from '../way-back-request.ts';
import { clock, type Listening, listen, silentLog } from './listening.ts';
import { quick } from './reflecting.ts';

let standIn: KubernetesStandIn;
let kubernetes: Kubernetes;
let ears: Listening;

async function start(options: Parameters<typeof startKubernetesStandIn>[0] = {}) {
  standIn = await startKubernetesStandIn({ pace: 0.02, ...options });
  kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: standIn.url },
    namespaces: { exclude: ['kube-*', 'noise'] },
    log: silentLog,
    clock,
    timing: quick,
  });
  ears = listen();
}

afterEach(async () => {
  await kubernetes.close();
  await standIn.close();
});

const deploy = (version: string, namespace = 'prod') =>
  standIn.deploy({ namespace, name: 'payments-api', version, behaviour: 'good' });

const complete = (revision: number) =>
  ears.until(({ observation: { phase, revision: at } }) => phase === 'complete' && at.number === revision);

describe('faults of a Kubernetes API', () => {
  beforeEach(() => start());

  const faults: [string, () => void][] = [
    ['connections are reset', () => standIn.faults.dropWatches()],
    ['watches end', () => standIn.faults.endWatches()],
    [
      'the history is gone',
      () => {
        standIn.faults.expireHistory();
        standIn.faults.dropWatches();
      },
    ],
    ['an error comes in the stream', () => standIn.faults.errorInWatches(500)],
    ['a 410 comes in the stream', () => standIn.faults.errorInWatches(410)],
    ['a line is broken', () => standIn.faults.malformedLine()],
    [
      'the server is overloaded',
      () => {
        standIn.faults.next({ status: 503, times: 5 });
        standIn.faults.dropWatches();
      },
    ],
    [
      'requests are refused',
      () => {
        standIn.faults.next({ status: 403, times: 5 });
        standIn.faults.dropWatches();
      },
    ],
  ];

  it.each(faults)('a rollout is followed to its end though %s', async (_what, strike) => {
    await deploy('v1');
    kubernetes.watcher.start(ears.listener);
    await complete(1);

    await deploy('v2');
    strike();
    const { observation } = await complete(2);

    expect(observation.counts).toMatchObject({ desired: 3, updatedAvailable: 3, old: 0 });
    expect(kubernetes.watcher.readiness().isReady).toBe(true);
    expect(ears.heard.filter(({ isBaseline }) => isBaseline).length).toBeLessThanOrEqual(1);
  });
});

describe('beside a Kubernetes API', () => {
  it('without streamed lists, pages do', async () => {
    await start({ watchList: false });
    await deploy('v1');

    kubernetes.watcher.start(ears.listener);
    const { observation } = await complete(1);

    expect(observation.workload.name).toBe('payments-api');
    expect(standIn.requests.some(({ query }) => query.includes('limit=500'))).toBe(true);
  });

  it('excluded namespaces are not spoken of', async () => {
    await start();
    await deploy('v1', 'noise');
    await deploy('v1');

    kubernetes.watcher.start(ears.listener);
    await complete(1);

    expect(new Set(ears.heard.map(({ observation }) => observation.workload.namespace))).toEqual(
      new Set(['prod']),
    );
  });

  it('a missing right is said, and nothing is told before it is granted', async () => {
    let isGranted = false;
    await start({ permissions: (_verb, _group, resource) => isGranted || resource !== 'pods' });
    await deploy('v1');

    kubernetes.watcher.start(ears.listener);
    await expect
      .poll(() => kubernetes.watcher.readiness().because)
      .toContain('does not allow Shipmate to watch pods in all namespaces');
    const toldBefore = ears.heard.length;
    isGranted = true;
    await complete(1);

    expect(toldBefore).toBe(0);
  });

  it('an undo whose answer is lost has an unknown outcome, and is found done afterwards', async () => {
    await start();
    await deploy('v1');
    kubernetes.watcher.start(ears.listener);
    await complete(1);
    await deploy('v2');
    const { observation } = await complete(2);
    const request = backFrom(observation);
    const undo = kubernetes.waysBack.undo ?? expect.fail('there is no undo');
    standIn.faults.next({ match: ({ method }) => method === 'PATCH', status: 504 });

    const first = await undo.carryOut(request).catch((error: unknown) => error);
    const second = await undo.carryOut(request);
    await complete(3);
    const third = await undo.carryOut(request);

    expect(first).toMatchObject({ name: 'TransientError', outcome: 'unknown' });
    expect([second, third]).toEqual([{ kind: 'applied' }, { kind: 'already-there' }]);
  });
});
