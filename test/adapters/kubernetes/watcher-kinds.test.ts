import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import type { NamespaceSelection } from '../../../src/adapters/kubernetes/namespaces.ts';
import { reflectorTiming } from '../../../src/adapters/kubernetes/reflector-timing.ts';
import type { WorkloadKind } from '../../../src/domain/rollout/workload.ts';
import { kindOf, workloadFixtures, type workloadFolders } from '../../domain/rollout/workload-fixture.ts';
import { sendStatus } from './api-server.ts';
import { type FakeCluster, type StoredObject, startFakeCluster } from './fake-cluster.ts';
import { clock, listen, recordingLog } from './listening.ts';
import { quick } from './reflecting.ts';

const plurals = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
  CronJob: 'cronjobs',
  Rollout: 'rollouts',
  ReplicaSet: 'replicasets',
  ControllerRevision: 'controllerrevisions',
  Pod: 'pods',
  Node: 'nodes',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
} as const;

let cluster: FakeCluster;
let kubernetes: Kubernetes;
let recorded: ReturnType<typeof recordingLog>;

beforeEach(async () => {
  cluster = await startFakeCluster();
  recorded = recordingLog();
  kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: cluster.url },
    log: recorded.log,
    clock,
    timing: { ...reflectorTiming, absentRetryMs: 20 },
  });
});

afterEach(async () => {
  await kubernetes.close();
  await cluster.server.close();
});

function put(folder: keyof typeof workloadFolders, name: string) {
  const fixture = workloadFixtures(folder).find((each) => each.name === name);
  for (const object of fixture?.objects ?? []) cluster.put(plurals[kindOf(object)], object as StoredObject);
}

/** Until something is known of what cannot be awaited as an observation. */
async function untilReady() {
  while (!kubernetes.watcher.readiness().isReady) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the watcher', () => {
  it('tells of workloads of every kind, each with what it is made of', async () => {
    put('stateful-set', 'failing');
    put('daemon-set', 'waiting-for-deletes');
    put('job', 'complete');
    put('cron-job', 'failed');
    put('rollout', 'canary-paused');
    const { listener, heard, until } = listen();

    kubernetes.watcher.start(listener);
    for (const kind of ['StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Rollout']) {
      await until(({ observation }) => observation.workload.kind === kind);
    }

    const told = heard.map(({ observation: { workload, phase, problems }, isBaseline }) => ({
      ...{ kind: workload.kind, phase, isBaseline },
      problems: problems.map(({ reason, pod }) => `${reason} ${pod}`),
    }));
    expect(told.toSorted((one, other) => (one.kind < other.kind ? -1 : 1))).toEqual([
      { kind: 'CronJob', phase: 'failed', isBaseline: true, problems: ['JobFailed ledger-29-a'] },
      { kind: 'DaemonSet', phase: 'waiting-for-deletes', isBaseline: true, problems: [] },
      { kind: 'Job', phase: 'complete', isBaseline: true, problems: [] },
      { kind: 'Rollout', phase: 'paused', isBaseline: true, problems: [] },
      {
        kind: 'StatefulSet',
        phase: 'progressing',
        isBaseline: true,
        problems: ['CrashLoopBackOff ledger-2'],
      },
    ]);
  });

  it('tells of a StatefulSet whenever one of its revisions or pods changes', async () => {
    put('stateful-set', 'progressing');
    const { listener, until } = listen();
    kubernetes.watcher.start(listener);
    await until(({ isBaseline }) => isBaseline);

    put('stateful-set', 'failing');
    const failing = await until(({ observation }) => observation.problems.length > 0);
    cluster.remove('pods', 'p-s-1-ledger-2');
    await until(({ observation, isBaseline }) => !isBaseline && observation.problems.length === 0);
    cluster.remove('statefulsets', 's-1');

    expect(failing.observation.problems[0]).toMatchObject({ reason: 'CrashLoopBackOff', pod: 'ledger-2' });
  });

  it('says nothing of a Job that its CronJob made, until it fails: then the CronJob has failed', async () => {
    put('cron-job', 'well');
    put('job', 'running');
    const { listener, heard, until } = listen();
    kubernetes.watcher.start(listener);
    await until(({ observation }) => observation.workload.kind === 'Job');

    put('cron-job', 'failed');
    const { observation, isBaseline } = await until((each) => each.observation.workload.kind === 'CronJob');

    expect(observation).toMatchObject({ phase: 'failed', revision: { revisionUid: 'j-29' } });
    expect(isBaseline).toBe(false);
    expect(heard.filter(({ observation: { workload } }) => workload.kind === 'Job')).toHaveLength(1);
  });

  it('keeps workloads of different kinds apart that have the same name', async () => {
    put('stateful-set', 'complete');
    put('daemon-set', 'complete');
    const { listener, until, untilGone, gone } = listen();
    kubernetes.watcher.start(listener);
    await until(({ observation }) => observation.workload.kind === 'StatefulSet');
    await until(({ observation }) => observation.workload.kind === 'DaemonSet');

    cluster.remove('daemonsets', 'd-1');
    await untilGone('ledger');

    expect(gone.map(({ workload }) => workload.kind)).toEqual(['DaemonSet']);
  });
});

describe('a cluster without Argo Rollouts', () => {
  it('is watched and ready all the same, and says so once', async () => {
    cluster.hasArgoRollouts = false;
    put('stateful-set', 'complete');
    const { listener, until } = listen();

    kubernetes.watcher.start(listener);
    await until(({ observation }) => observation.workload.kind === 'StatefulSet');
    await untilAsked(4);

    expect(kubernetes.watcher.readiness()).toEqual({ isReady: true, because: '' });
    expect(recorded.lines.filter(({ message }) => message.includes('not installed'))).toEqual([
      expect.objectContaining({ level: 'info', fields: expect.objectContaining({ watch: 'rollouts' }) }),
    ]);
    expect(recorded.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
  });

  it('is looked at again, so that one that is installed later is followed', async () => {
    cluster.hasArgoRollouts = false;
    const { listener, until } = listen();
    kubernetes.watcher.start(listener);
    await untilReady();

    cluster.hasArgoRollouts = true;
    put('rollout', 'canary-paused');
    const { observation } = await until((each) => each.observation.workload.kind === 'Rollout');

    expect(observation.phase).toBe('paused');
  });

  it('forgets Rollouts whose definition is taken away', async () => {
    put('rollout', 'canary-paused');
    const { listener, until, untilGone } = listen();
    kubernetes.watcher.start(listener);
    await until(({ observation }) => observation.workload.kind === 'Rollout');

    cluster.hasArgoRollouts = false;
    for (const watch of cluster.watches) if (watch.plural === 'rollouts') watch.response.end();
    await untilGone('ledger');

    expect(kubernetes.watcher.readiness().isReady).toBe(true);
  });

  it('is not what a 404 or two make of one that has them, such as those of a proxy', async () => {
    put('rollout', 'canary-paused');
    const { listener, heard, gone, until } = listen();
    kubernetes.watcher.start(listener);
    await until(({ observation }) => observation.workload.kind === 'Rollout');
    const state = () => kubernetes.watcher.states().find(({ name }) => name === 'rollouts');
    const openedBefore = state()?.restarts ?? 0;
    let refused = 0;
    cluster.intercept = ({ url, response }) => {
      if (!url.pathname.includes('/rollouts') || refused === 2) return false;
      refused += 1;
      sendStatus(response, 404, '404 page not found');
      return true;
    };
    for (const watch of cluster.watches) if (watch.plural === 'rollouts') watch.response.end();
    await expect.poll(() => state()?.restarts).toBeGreaterThan(openedBefore);

    expect([refused, gone.length, heard.length]).toEqual([2, 0, 1]);
    expect(state()?.objects).toBe(1);
  });

  it('is ready too where Rollouts may not be read, and warns of the missing rule', async () => {
    forbidRollouts();
    const { listener } = listen();

    kubernetes.watcher.start(listener);
    await untilReady();

    expect(recorded.lines.filter(({ level }) => level === 'warn')).toEqual([
      expect.objectContaining({
        fields: expect.objectContaining({ reason: expect.stringContaining('list rollouts.argoproj.io') }),
      }),
    ]);
  });
});

describe('what is covered', () => {
  const workload = (kind: WorkloadKind, namespace = 'prod') => ({
    cluster: 'eu',
    namespace,
    kind,
    name: 'ledger',
  });

  async function startAndSync(namespaces: NamespaceSelection = {}) {
    await kubernetes.close();
    kubernetes = createKubernetes({
      cluster: 'prod-eu',
      connection: { kind: 'server', url: cluster.url },
      namespaces,
      log: recorded.log,
      clock,
      timing: quick,
    });
    const { listener, inventory } = listen();
    kubernetes.watcher.start(listener);
    await untilReady();
    return inventory()?.covers ?? expect.fail('nothing was said of what there is');
  }

  it('is every kind, also one that is not installed', async () => {
    cluster.hasArgoRollouts = false;

    const covers = await startAndSync();

    expect([covers(workload('Deployment')), covers(workload('Rollout'))]).toEqual([true, true]);
  });

  it('is not a kind that may not be read: it may be there', async () => {
    forbidRollouts();

    const covers = await startAndSync();

    expect([covers(workload('Deployment')), covers(workload('Rollout'))]).toEqual([true, false]);
  });

  it('is not a namespace that is not watched', async () => {
    const covers = await startAndSync({ include: ['prod', 'team-*'], exclude: ['team-x'] });

    expect(
      ['prod', 'team-a', 'team-x', 'dev'].map((namespace) => covers(workload('Job', namespace))),
    ).toEqual([true, true, false, false]);
  });
});

describe('a right that is taken away', () => {
  it('makes nothing of what is known go', async () => {
    put('rollout', 'canary-paused');
    const { listener, until, gone } = listen();
    kubernetes.watcher.start(listener);
    await until(({ observation }) => observation.workload.kind === 'Rollout');

    forbidRollouts();
    for (const watch of cluster.watches) if (watch.plural === 'rollouts') watch.response.end();
    await expect
      .poll(() => kubernetes.watcher.states().find(({ name }) => name === 'rollouts')?.failure)
      .toContain('does not allow');

    expect(gone).toEqual([]);
    expect(kubernetes.watcher.states().find(({ name }) => name === 'rollouts')?.objects).toBe(1);
  });
});

function forbidRollouts(): void {
  cluster.intercept = ({ url, response }) => {
    if (!url.pathname.includes('/rollouts')) return false;
    sendStatus(
      response,
      403,
      'rollouts.argoproj.io is forbidden: User "shipmate" cannot list resource "rollouts" in API group "argoproj.io" at the cluster scope',
    );
    return true;
  };
}

/** Until Rollouts were asked for so many times. */
async function untilAsked(times: number) {
  let asked = 0;
  cluster.intercept = ({ url }) => {
    if (url.pathname.includes('/rollouts')) asked += 1;
    return false;
  };
  while (asked < times) await new Promise((resolve) => setTimeout(resolve, 5));
}
