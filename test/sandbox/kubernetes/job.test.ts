import { describe, expect, test } from 'vitest';
import type { DeployRequest } from '../../../sandbox/kubernetes/index.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import type { Job } from '../../../sandbox/kubernetes/workload-model.ts';
import { patchWith, send, startCluster } from './harness.ts';
import { podsOf, whenWritten } from './workloads.ts';

function migrate(rest: Partial<DeployRequest> = {}): DeployRequest {
  return { kind: 'Job', namespace: 'prod', name: 'migrate', version: 'v1', behaviour: 'good', ...rest };
}

function conditionsOf(job: Job): [string, string | undefined][] {
  return (job.status?.conditions ?? []).map((each) => [each.type, each.reason]);
}

async function ended(type: 'Complete' | 'Failed', rest: Partial<DeployRequest> = {}) {
  const cluster = await startCluster();
  let most = 0;
  cluster.onWrite(({ object }) => {
    if (object.kind === 'Job') most = Math.max(most, (object as Job).status?.active ?? 0);
  });
  const over = whenWritten(cluster, 'Job', (job) => conditionsOf(job).some(([each]) => each === type));
  await cluster.deploy(migrate(rest));
  return { cluster, job: await over, mostActive: () => most };
}

describe('a Job', () => {
  test('completes when its pod has succeeded', async () => {
    const { cluster, job } = await ended('Complete');

    expect(conditionsOf(job)).toEqual([
      ['SuccessCriteriaMet', 'CompletionsReached'],
      ['Complete', 'CompletionsReached'],
    ]);
    expect(job.status).toMatchObject({ succeeded: 1, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
    expect(job.status).not.toHaveProperty('active');
    expect(job.status).not.toHaveProperty('failed');
    const [pod] = await podsOf(cluster);
    expect(pod?.status).toMatchObject({ phase: 'Succeeded' });
    expect(pod?.metadata.labels).toMatchObject({
      'batch.kubernetes.io/job-name': 'migrate',
      'batch.kubernetes.io/controller-uid': job.metadata.uid,
    });
  });

  test('runs as many pods at once and in all as it is told', async () => {
    const { job, mostActive } = await ended('Complete', { completions: 3, parallelism: 2 });

    expect(job.status?.succeeded).toBe(3);
    expect(mostActive()).toBe(2);
  });

  test('fails when more pods have failed than its limit allows', async () => {
    const { cluster, job } = await ended('Failed', { behaviour: 'crashing', backoffLimit: 1 });

    expect(conditionsOf(job)).toEqual([
      ['FailureTarget', 'BackoffLimitExceeded'],
      ['Failed', 'BackoffLimitExceeded'],
    ]);
    expect(job.status?.conditions?.[1]?.message).toBe('Job has reached the specified backoff limit');
    expect(job.status).toMatchObject({ failed: 2 });
    expect(job.status).not.toHaveProperty('completionTime');
    expect((await podsOf(cluster)).map((pod) => pod.status?.phase)).toEqual(['Failed', 'Failed']);
  });

  test('with OnFailure counts the restarts of its pod, which goes with the failure', async () => {
    const { cluster, job } = await ended('Failed', {
      behaviour: 'crashing',
      backoffLimit: 1,
      restartPolicy: 'OnFailure',
    });

    expect(conditionsOf(job).at(-1)).toEqual(['Failed', 'BackoffLimitExceeded']);
    expect(await podsOf(cluster)).toEqual([]);
  });

  test('fails at its deadline', async () => {
    const { job } = await ended('Failed', { behaviour: 'never-ready', activeDeadlineSeconds: 10 });

    expect(job.status?.conditions?.at(-1)).toMatchObject({
      type: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Job was active longer than specified deadline',
    });
  });

  test('fails at once on an exit code that its failure policy names', async () => {
    const onExitCodes = { operator: 'In', values: [1] };
    const { job } = await ended('Failed', {
      behaviour: 'crashing',
      podFailureRules: [{ action: 'FailJob', onExitCodes }],
    });

    expect(job.status).toMatchObject({ failed: 1 });
    expect(job.status?.conditions?.at(-1)?.reason).toBe('PodFailurePolicy');
    expect(job.status?.conditions?.at(-1)?.message).toMatch(
      /^Container migrate for pod prod\/migrate-\w{5} failed with exit code 1 matching FailJob rule at index 0$/,
    );
  });

  test('whose init container fails under Never never runs its containers', async () => {
    const { cluster } = await ended('Failed', {
      name: 'import',
      behaviour: 'crashing-init',
      backoffLimit: 0,
    });

    const [pod] = await podsOf(cluster);
    expect(pod?.status?.phase).toBe('Failed');
    expect(pod?.status?.containerStatuses?.[0]?.state.waiting?.reason).toBe('PodInitializing');
  });

  test('suspended has no pods until it is resumed', async () => {
    const cluster = await startCluster();
    const suspended = whenWritten(cluster, 'Job', (job) => conditionsOf(job)[0]?.[1] === 'JobSuspended');
    await cluster.deploy(migrate({ suspend: true }));
    const before = await suspended;
    const done = whenWritten(cluster, 'Job', (job) => job.status?.completionTime !== undefined);

    await patchWith(cluster, 'merge', '/apis/batch/v1/namespaces/prod/jobs/migrate', {
      spec: { suspend: false },
    });

    expect(before.status).not.toHaveProperty('startTime');
    expect(conditionsOf(await done)[0]).toEqual(['Suspended', 'JobResumed']);
  });

  test('deployed again is a new Job with new pods', async () => {
    const { cluster, job } = await ended('Complete');
    const second = whenWritten(
      cluster,
      'Job',
      ({ metadata, status }) => metadata.uid !== job.metadata.uid && status?.succeeded === 1,
    );

    await cluster.deploy(migrate({ version: 'v2' }));

    const { metadata } = await second;
    await expect
      .poll(async () => (await podsOf(cluster)).map((pod) => pod.metadata.ownerReferences?.[0]?.uid))
      .toEqual([metadata.uid]);
  });

  test('must not restart its pods for ever, and keeps its template', async () => {
    const { cluster } = await ended('Complete');
    const template = { spec: { containers: [{ name: 'a', image: 'a:1' }] } };
    const jobs = '/apis/batch/v1/namespaces/prod/jobs';

    const forever = await send<Status>(cluster, 'POST', jobs, {
      metadata: { name: 'a' },
      spec: { template },
    });
    const changed = await patchWith(cluster, 'merge', `${jobs}/migrate`, {
      spec: { template: { spec: { hostname: 'x' } } },
    });

    expect(forever.body.message).toBe(
      'Job.batch "a" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    );
    expect([changed.code, changed.body.message]).toEqual([
      422,
      expect.stringContaining('field is immutable'),
    ]);
  });
});
