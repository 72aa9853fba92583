import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createAnnouncer } from '../../../src/adapters/kubernetes/announcer.ts';
import { createClusterView } from '../../../src/adapters/kubernetes/cluster-view.ts';
import { createIntern } from '../../../src/adapters/kubernetes/intern.ts';
import { projectCronJob, projectJob } from '../../../src/adapters/kubernetes/project-job.ts';
import { silentLog } from './listening.ts';

interface Facts {
  readonly condition?: 'Complete' | 'Failed';
  /** When that was, in seconds after the deletion at 12:01:00, if there was one. */
  readonly seconds?: number;
  readonly deleting?: boolean;
  readonly ofCronJob?: boolean;
}

const cronJobUid = 'cron-job-1';

function job({ condition, seconds = 0, deleting = false, ofCronJob = false }: Facts = {}) {
  const metadata = {
    name: 'migrate',
    namespace: 'prod',
    uid: 'job-1',
    creationTimestamp: '2026-01-01T12:00:00Z',
    ...(ofCronJob ? { ownerReferences: [{ kind: 'CronJob', uid: cronJobUid, controller: true }] } : {}),
    ...(deleting ? { deletionTimestamp: '2026-01-01T12:01:00Z' } : {}),
  };
  const lastTransitionTime = new Date(Date.UTC(2026, 0, 1, 12, 1, seconds)).toISOString();
  const conditions = condition === undefined ? [] : [{ type: condition, status: 'True', lastTransitionTime }];
  const template = { spec: { containers: [{ name: 'migrate', image: 'registry.example/migrate:v42' }] } };
  const spec = { template };
  const projected = projectJob({ kind: 'Job', metadata, spec, status: { conditions } }, createIntern());
  return projected ?? expect.fail();
}

/** A cluster with a Job that runs and has been told of. */
async function followJob(facts: Facts = {}) {
  const told: string[] = [];
  const announcer = createAnnouncer(silentLog);
  const view = createClusterView('eu', announcer.mark, announcer.tellLast);
  const running = job(facts);
  const cronJob = projectCronJob(
    { kind: 'CronJob', metadata: { name: 'nightly', namespace: 'prod', uid: cronJobUid } },
    createIntern(),
  );
  view.workloads.onUpsert(cronJob ?? expect.fail(), undefined);
  view.workloads.onUpsert(running, undefined);
  announcer.begin({
    cluster: 'eu',
    view,
    covers: () => true,
    listener: {
      onSynced: () => undefined,
      onObservation: ({ phase }) => void told.push(phase),
      onGone: () => void told.push('gone'),
    },
  });
  await turn();
  await turn();
  return { told, view: view.workloads, running };
}

it.each([
  ['Complete', 'complete'],
  ['Failed', 'failed'],
] as const)(
  'a Job that is deleted in the moment in which it is %s has come to its end before it is gone',
  async (condition, phase) => {
    const { told, view, running } = await followJob();

    const ended = job({ condition });
    view.onUpsert(ended, running);
    view.onRemove(ended);
    await turn();
    await turn();

    expect(told).toEqual(['progressing', phase, 'gone']);
  },
);

it('also when its deletion waits for its pods', async () => {
  const { told, view, running } = await followJob();

  const ended = job({ condition: 'Failed', deleting: true });
  view.onUpsert(ended, running);
  await turn();
  view.onRemove(ended);
  await turn();
  await turn();

  expect(told).toEqual(['progressing', 'failed', 'gone']);
});

it('a Job that is deleted before its end has none', async () => {
  const { told, view, running } = await followJob();

  const deleting = job({ deleting: true });
  view.onUpsert(deleting, running);
  view.onRemove(deleting);
  await turn();
  await turn();

  expect(told).toEqual(['progressing', 'gone']);
});

it.each(['Complete', 'Failed'] as const)(
  'nor has one that is %s because its pods go with it',
  async (condition) => {
    const { told, view, running } = await followJob();

    const deleting = job({ deleting: true });
    view.onUpsert(deleting, running);
    await turn();
    const ended = job({ condition, seconds: 1, deleting: true });
    view.onUpsert(ended, deleting);
    await turn();
    view.onRemove(ended);
    await turn();
    await turn();

    expect(told).toEqual(['progressing', 'gone']);
  },
);

it('a CronJob that keeps no Job that failed tells of it all the same', async () => {
  const { told, view, running } = await followJob({ ofCronJob: true });

  const failed = job({ condition: 'Failed', ofCronJob: true });
  view.onUpsert(failed, running);
  view.onRemove(failed);
  await turn();
  await turn();

  // The end is that of the Job itself.
  expect(told).toEqual(['failed', 'gone']);
});
