import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KubernetesStandIn, startKubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/index.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { clock, type Listening, listen, silentLog } from './listening.ts';

let standIn: KubernetesStandIn;
let kubernetes: Kubernetes;
let ears: Listening;

beforeEach(async () => {
  standIn = await startKubernetesStandIn({ pace: 0.02, token: 'secret' });
  kubernetes = createKubernetes({
    cluster: 'prod-eu',
    connection: { kind: 'server', url: standIn.url, token: 'secret' },
    log: silentLog,
    clock,
  });
  ears = listen();
});

afterEach(async () => {
  await kubernetes.close();
  await standIn.close();
});

type Request = Parameters<KubernetesStandIn['deploy']>[0];

const ledger = { namespace: 'prod', name: 'ledger', version: 'v1', behaviour: 'good' } satisfies Request;

async function seen(fits: (observation: WorkloadObservation) => boolean): Promise<WorkloadObservation> {
  return (await ears.until(({ observation }) => fits(observation))).observation;
}

const imageOf = ({ revision }: WorkloadObservation) => revision.images[0]?.image ?? '';

/** A good v1 that the watcher knows, then a v2. */
async function deployAfterGood(change: Partial<Request> & Pick<Request, 'kind'>) {
  await standIn.deploy({ ...ledger, ...change, behaviour: 'good' });
  kubernetes.watcher.start(ears.listener);
  await seen(({ phase }) => phase === 'complete');
  await standIn.deploy({ ...ledger, version: 'v2', ...change });
}

describe.each(['StatefulSet', 'DaemonSet'] as const)('a %s of a Kubernetes API', (kind) => {
  it('is followed to its last pod', async () => {
    await deployAfterGood({ kind });

    const done = await seen((each) => each.phase === 'complete' && imageOf(each).endsWith(':v2'));

    expect(done.workload.kind).toBe(kind);
    expect(done.older.map(({ images }) => images[0]?.image.split(':')[1])).toEqual(['v1']);
    expect(done.counts).toMatchObject({ updated: done.counts.desired, old: 0 });
  });

  it('fails by the first pod that crashes, while the old ones serve', async () => {
    await deployAfterGood({ kind, behaviour: 'crashing' });

    const failing = await seen(({ problems }) => problems.length > 0);

    expect(failing.problems[0]?.reason).toBe('CrashLoopBackOff');
    expect(imageOf(failing)).toMatch(/:v2$/);
  });

  it('waits for its pods to be deleted where it was told to', async () => {
    await deployAfterGood({ kind, updateStrategy: 'OnDelete' });

    const waiting = await seen(({ phase }) => phase === 'waiting-for-deletes');

    expect(waiting.counts).toMatchObject({ updated: 0, old: waiting.counts.desired });
  });
});

describe('a StatefulSet of a Kubernetes API', () => {
  it('is complete as far as its partition lets it', async () => {
    await deployAfterGood({ kind: 'StatefulSet', partition: 2 });

    const partial = await seen(({ phase }) => phase === 'partition-complete');

    expect(partial.counts).toMatchObject({ desired: 3, updated: 1, updatedAvailable: 1, old: 2 });
  });

  it('names the broken pod that blocks it after its template was reverted', async () => {
    await deployAfterGood({ kind: 'StatefulSet', behaviour: 'missing-image' });
    await seen(({ problems }) => problems.length > 0);

    await standIn.deploy({ ...ledger, kind: 'StatefulSet', version: 'v1' });
    const stuck = await seen(({ problems }) => problems.some(({ reason }) => reason === 'BlockedByPod'));

    expect(stuck.problems).toEqual([expect.objectContaining({ pod: 'ledger-2', pods: 1 })]);
    expect(imageOf(stuck)).toMatch(/:v1$/);
  });
});

const promotion = { status: { pauseConditions: null } };

async function patchStatus(patch: unknown): Promise<void> {
  const path = '/apis/argoproj.io/v1alpha1/namespaces/prod/rollouts/ledger/status';
  const headers = { authorization: 'Bearer secret', 'content-type': 'application/merge-patch+json' };
  await fetch(`${standIn.url}${path}`, { method: 'PATCH', headers, body: JSON.stringify(patch) });
}

describe('an Argo Rollout of a Kubernetes API', () => {
  const canary = { kind: 'Rollout', replicas: 5 } as const;

  it('is followed by its steps, to the pause and through the promotion', async () => {
    const steps = [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }, { pause: { duration: '1s' } }];
    await deployAfterGood({ ...canary, steps });
    const paused = await seen(({ phase }) => phase === 'paused');
    await patchStatus(promotion);
    const timed = await seen(
      ({ particulars }) => particulars?.kind === 'canary' && particulars.weight === 60,
    );
    const done = await seen((each) => each.phase === 'complete' && imageOf(each).endsWith(':v2'));

    expect(paused.particulars).toMatchObject({
      kind: 'canary',
      step: 2,
      steps: 4,
      weight: 20,
      isAborted: false,
    });
    expect(paused.counts).toMatchObject({ desired: 5, updated: 1, old: 4 });
    expect(timed.particulars).toMatchObject({ step: 3, steps: 4 });
    expect(done.counts).toMatchObject({ desired: 5, updated: 5, updatedAvailable: 5, old: 0 });
    expect(done.older.map(({ images }) => images[0]?.image.split(':')[1])).toEqual(['v1']);
  });

  it('is given up when its analysis fails, with what the analysis said', async () => {
    await deployAfterGood({
      ...canary,
      behaviour: 'erroneous',
      steps: [{ setWeight: 40 }, { analysis: 'success-rate' }],
    });

    const running = await seen(
      ({ particulars }) => particulars?.kind === 'canary' && particulars.analysis?.status === 'Running',
    );
    const failed = await seen(({ phase }) => phase === 'failed');

    expect(running.phase).toBe('progressing');
    expect(failed.message).toContain('RolloutAborted: Rollout aborted update to revision 2');
    expect(failed.particulars).toMatchObject({
      isAborted: true,
      analysis: { status: 'Failed', message: expect.stringContaining('failed (2) > failureLimit (1)') },
    });
  });

  it('waits before the switch, and is complete when the live traffic is its own', async () => {
    await deployAfterGood({ kind: 'Rollout', blueGreen: { autoPromotionEnabled: false } });
    const preview = await seen(({ phase }) => phase === 'paused');
    await patchStatus(promotion);
    const done = await seen((each) => each.phase === 'complete' && imageOf(each).endsWith(':v2'));

    expect(preview.particulars).toMatchObject({ kind: 'blue-green', isActive: false, isAborted: false });
    expect(done.particulars).toMatchObject({ isActive: true });
  });

  it('fails by the first pod of the canary that crashes, while the stable ones serve', async () => {
    await deployAfterGood({ ...canary, behaviour: 'crashing' });

    const failing = await seen(({ problems }) => problems.length > 0);

    expect(failing.problems[0]?.reason).toBe('CrashLoopBackOff');
    expect(failing.counts).toMatchObject({ updated: 1, updatedAvailable: 0, oldAvailable: 4 });
  });
});

describe('a Job of a Kubernetes API', () => {
  it('is done', async () => {
    kubernetes.watcher.start(ears.listener);
    await standIn.deploy({ ...ledger, kind: 'Job' });

    const done = await seen(({ phase }) => phase === 'complete');

    expect(done.counts).toMatchObject({ desired: 1, updatedAvailable: 1 });
    expect(done.particulars).toMatchObject({ kind: 'job', name: 'ledger', finishedAt: expect.any(Number) });
  });

  it('has failed when it was given up, with the pod whose log says why', async () => {
    kubernetes.watcher.start(ears.listener);
    await standIn.deploy({ ...ledger, kind: 'Job', behaviour: 'crashing', backoffLimit: 1 });

    const failed = await seen(({ phase }) => phase === 'failed');
    const [problem] = failed.problems;
    const log = await kubernetes.logs.readLog({
      workload: failed.workload,
      pod: problem?.pod ?? '',
      container: problem?.container ?? '',
    });

    expect(failed.particulars).toMatchObject({ reason: 'BackoffLimitExceeded' });
    expect(problem).toMatchObject({ reason: 'JobFailed', exitCode: 1 });
    expect(log.kind).toBe('log');
    expect(
      ears.heard.flatMap(({ observation }) => observation.problems.map(({ reason }) => reason)),
    ).not.toContain('CrashLoopBackOff');
  });
});
