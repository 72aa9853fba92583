import { describe, expect, test } from 'vitest';
import type { DeployRequest, KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import type { CronJob, Job } from '../../../sandbox/kubernetes/workload-model.ts';
import { ask, type List, send, startCluster } from './harness.ts';
import { whenWritten } from './workloads.ts';

const path = '/apis/batch/v1/namespaces/prod/cronjobs';

function report(rest: Partial<DeployRequest> = {}): DeployRequest {
  return { kind: 'CronJob', namespace: 'prod', name: 'report', version: 'v1', behaviour: 'good', ...rest };
}

function whenCounted(cluster: KubernetesStandIn, type: string) {
  const counted = (job: Job) => job.status?.conditions?.some((each) => each.type === type) === true;
  return whenWritten(cluster, 'Job', counted);
}

async function jobNames(cluster: KubernetesStandIn): Promise<string[]> {
  const { body } = await ask<List<Job>>(cluster, '/apis/batch/v1/namespaces/prod/jobs');
  return body.items.map((job) => job.metadata.name);
}

describe('a CronJob', () => {
  test('starts Jobs on its schedule, a minute being a minute of the pace', async () => {
    const cluster = await startCluster({ pace: 0.01 });
    const twice = whenWritten(cluster, 'Job', (job) => /-\d+$/.test(job.metadata.name));

    await cluster.deploy(report({ schedule: '* * * * *' }));
    const job = await twice;
    const { body } = await ask<CronJob>(cluster, `${path}/report`);

    expect(job.metadata.ownerReferences?.[0]).toMatchObject({
      kind: 'CronJob',
      uid: body.metadata.uid,
      controller: true,
    });
    expect(job.metadata.annotations).toHaveProperty(['batch.kubernetes.io/cronjob-scheduled-timestamp']);
    expect(body.status?.lastScheduleTime).toMatch(/^\d{4}-/);
  });

  test('runs when triggered, and says what is active and when it last succeeded', async () => {
    const cluster = await startCluster();
    await cluster.deploy(report({ suspend: true }));
    const active = whenWritten(cluster, 'CronJob', ({ status }) => status?.active?.length === 1);
    const succeeded = whenWritten(
      cluster,
      'CronJob',
      ({ status }) => status?.lastSuccessfulTime !== undefined,
    );

    await cluster.trigger('prod', 'report');

    const [name] = await jobNames(cluster);
    expect((await active).status?.active?.[0]).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job', name });
    expect((await succeeded).status).not.toHaveProperty('active');
  });

  test('keeps as many finished Jobs as its limits say', async () => {
    const cluster = await startCluster();
    await cluster.deploy(
      report({ suspend: true, failedJobsHistoryLimit: 1, behaviour: 'crashing', backoffLimit: 0 }),
    );
    for (const _run of [1, 2]) {
      const failed = whenCounted(cluster, 'Failed');
      await cluster.trigger('prod', 'report');
      await failed;
    }

    await expect.poll(() => jobNames(cluster)).toHaveLength(1);
  });

  test('that forbids concurrency skips a run while another is active', async () => {
    const cluster = await startCluster();
    await cluster.deploy(report({ suspend: true, concurrencyPolicy: 'Forbid', behaviour: 'never-ready' }));
    await cluster.trigger('prod', 'report');

    await cluster.trigger('prod', 'report');

    expect(await jobNames(cluster)).toHaveLength(1);
  });

  test('gives the next version to the Jobs that follow', async () => {
    const cluster = await startCluster();
    await cluster.deploy(report({ suspend: true }));
    await cluster.deploy(report({ suspend: true, version: 'v2' }));
    const made = whenWritten(cluster, 'Job', () => true);

    await cluster.trigger('prod', 'report');

    const { spec } = await made;
    expect(spec.template.spec.containers[0]?.image).toBe('registry.example.com/report:v2');
  });

  test('with a schedule that cannot be read is refused', async () => {
    const cluster = await startCluster();
    await cluster.deploy(report({ suspend: true }));
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] } };
    const spec = { schedule: 'soon', jobTemplate: { spec: { template } } };

    const { code, body } = await send<Status>(cluster, 'POST', path, { metadata: { name: 'a' }, spec });

    expect([code, body.message]).toEqual([
      422,
      'CronJob.batch "a" is invalid: spec.schedule: Invalid value: "soon": expected exactly 5 fields, found 1: [soon]',
    ]);
  });
});
