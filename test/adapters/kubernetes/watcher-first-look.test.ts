import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import { chooseWayInCluster } from '../../../src/domain/rollback/choose-way.ts';
import { sendStatus } from './api-server.ts';
import { type FakeCluster, startFakeCluster } from './fake-cluster.ts';
import { clock, type Listening, listen, recordingLog } from './listening.ts';
import { applicationObject, gitRepositoryObject, kustomizationObject } from './manager-objects.ts';
import { deploymentObject, podObject, replicaSetObject } from './objects.ts';
import { quick } from './reflecting.ts';

let cluster: FakeCluster;
let kubernetes: Kubernetes;
let ears: Listening;
let recorded: ReturnType<typeof recordingLog>;

beforeEach(async () => {
  cluster = await startFakeCluster();
  cluster.put('deployments', deploymentObject());
  cluster.put('replicasets', replicaSetObject());
  for (const index of [0, 1, 2]) cluster.put('pods', podObject({ index }));
  ears = listen();
  recorded = recordingLog();
});

afterEach(async () => {
  await kubernetes.close();
  await cluster.server.close();
});

function start(explanationsWithinMs: number) {
  kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: cluster.url },
    log: recorded.log,
    clock,
    timing: { ...quick, explanationsWithinMs },
  });
  kubernetes.watcher.start(ears.listener);
  return kubernetes.watcher;
}

/** As the API server answers when the webhook that converts a custom resource is gone. */
function breakDown(plural: string) {
  cluster.intercept = ({ url, response }) => {
    if (!url.pathname.endsWith(`/${plural}`)) return false;
    sendStatus(response, 500, `conversion webhook for ${plural} failed`);
    return true;
  };
}

const explanatory = [
  ...(['horizontalpodautoscalers', 'nodes'] as const),
  ...(['kustomizations', 'helmreleases', 'gitrepositories', 'applications'] as const),
];

describe('the first look at a cluster', () => {
  it.each(explanatory)('does not wait for ever for %s, which only explain', async (plural) => {
    breakDown(plural);
    const watcher = start(30);

    const { isBaseline } = await ears.until(({ observation }) => observation.phase === 'complete');

    expect(isBaseline).toBe(true);
    expect(watcher.readiness()).toEqual({ isReady: true, because: '' });
    expect(recorded.lines).toContainEqual({
      level: 'warn',
      fields: { watches: expect.arrayContaining([plural]) },
      message: 'The cluster is followed without what these would explain',
    });
    // By it deadlines count, and a rollout that hangs would hang for ever.
    await expect.poll(watcher.seenUntil).toBeGreaterThan(Date.now() - 60_000);
  });

  it('waits for them as long as it is to, and tells of everything once', async () => {
    const answered: (() => void)[] = [];
    cluster.intercept = ({ url, response }) => {
      if (!url.pathname.endsWith('/nodes') || answered.length > 0) return false;
      answered.push(() => sendStatus(response, 503, 'not yet'));
      return true;
    };
    start(60_000);
    await expect.poll(() => answered.length).toBe(1);
    await expect.poll(() => kubernetes.watcher.states().filter(({ isSynced }) => !isSynced)).toHaveLength(1);
    const before = { told: ears.heard.length, isReady: kubernetes.watcher.readiness().isReady };

    answered[0]?.();
    await ears.until(({ observation }) => observation.phase === 'complete');

    expect(before).toEqual({ told: 0, isReady: false });
    expect(ears.heard).toHaveLength(1);
    expect(recorded.lines.filter(({ message }) => message.includes('without'))).toEqual([]);
  });

  it.each(['deployments', 'replicasets', 'pods', 'rollouts'])(
    'waits for %s, however long that takes',
    async (plural) => {
      breakDown(plural);
      const watcher = start(1);

      await expect
        .poll(() =>
          watcher
            .states()
            .filter(({ isSynced }) => !isSynced)
            .map(({ name }) => name),
        )
        .toEqual([plural]);
      await new Promise((resolve) => setTimeout(resolve, 50));

      expect(ears.heard).toEqual([]);
      expect(watcher.readiness().isReady).toBe(false);
      expect(watcher.seenUntil()).toBeUndefined();
    },
  );
});

describe('who manages a workload', () => {
  const isDone = ({ observation }: (typeof ears.heard)[number]) => observation.phase === 'complete';

  it('is not known before the Applications of Argo CD are: one of them may hold it without a mark', async () => {
    breakDown('applications');
    start(30);
    const before = (await ears.until(isDone)).observation;

    cluster.put('applications', applicationObject());
    cluster.intercept = () => false;
    const after = await ears.until(({ observation }) => observation.manager.kind !== before.manager.kind);

    expect(before.manager).toEqual({ kind: 'not-known-yet' });
    expect(chooseWayInCluster(before)).toBeUndefined();
    expect(after.observation.manager).toEqual({ kind: 'argocd', name: 'payments', namespace: 'argocd' });
  });

  it('is known to be nobody when there is no Application after all', async () => {
    breakDown('applications');
    start(30);
    const before = (await ears.until(isDone)).observation;

    cluster.intercept = () => false;
    const after = await ears.until(({ observation }) => observation.manager.kind !== before.manager.kind);

    expect(after.observation.manager).toEqual({ kind: 'none' });
    expect(chooseWayInCluster(after.observation)).toEqual({ kind: 'undo' });
  });

  it.each(['kustomizations', 'gitrepositories'] as const)(
    'is not said of Flux before %s are known: what it follows decides the way back',
    async (plural) => {
      const { metadata, ...rest } = deploymentObject();
      const labels = { 'kustomize.toolkit.fluxcd.io/name': 'apps' };
      cluster.put('deployments', { ...rest, metadata: { ...metadata, labels } });
      cluster.put('kustomizations', kustomizationObject());
      cluster.put('gitrepositories', gitRepositoryObject());
      breakDown(plural);
      start(30);
      const before = (await ears.until(isDone)).observation;

      cluster.intercept = () => false;
      const after = await ears.until(({ observation }) => observation.management !== undefined);

      expect(before.management).toBeUndefined();
      expect(before.manager).toEqual({ kind: 'flux-kustomization', name: 'apps' });
      expect(after.observation.management).toMatchObject({ source: { branch: 'main' } });
    },
  );
});
