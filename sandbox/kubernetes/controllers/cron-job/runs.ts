import { type Cluster, timestamp } from '../../cluster.ts';
import { jobs } from '../../resources.ts';
import type { CronJob, Job, ObjectReference } from '../../workload-model.ts';
import { conditionOf } from '../conditions.ts';
import { isFinished } from '../job/status.ts';
import { controllerReference } from '../ownership.ts';
import { deleteOwned, notesFor, writer } from '../pod-control.ts';

export const component = 'cronjob-controller';

function hasCondition(job: Job, type: string): boolean {
  return conditionOf(job.status?.conditions, type)?.status === 'True';
}

export function referenceTo(job: Job): ObjectReference {
  const { name, namespace = '', uid = '', resourceVersion = '' } = job.metadata;
  return { apiVersion: job.apiVersion, kind: job.kind, name, namespace, uid, resourceVersion };
}

/** The Job of one scheduled minute, named after it. */
function jobFor(cronJob: CronJob, minute: number, at: string): Job {
  const { jobTemplate } = cronJob.spec;
  const { labels, annotations } = jobTemplate.metadata ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${cronJob.metadata.name}-${minute}`,
      namespace: cronJob.metadata.namespace ?? '',
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': at },
      ownerReferences: [controllerReference(cronJob)],
    },
    spec: jobTemplate.spec,
  };
}

/** Starts the Job of a minute, or of the first later one that has none yet. */
export function startRun(cluster: Cluster, cronJob: CronJob, scheduledAt: Date): Job {
  const { namespace, name } = cronJob.metadata;
  let minute = Math.floor(scheduledAt.getTime() / 60_000);
  while (cluster.objects.find(jobs, namespace, `${name}-${minute}`) !== undefined) minute += 1;
  const job = cluster.objects.create(jobs, jobFor(cronJob, minute, timestamp(cluster.now())), writer);
  notesFor(cluster, cronJob, component).normal('SuccessfulCreate', `Created job ${job.metadata.name}`);
  return job;
}

export function deleteRun(cluster: Cluster, cronJob: CronJob, job: Job): void {
  deleteOwned(cluster, jobs, job);
  notesFor(cluster, cronJob, component).normal('SuccessfulDelete', `Deleted job ${job.metadata.name}`);
}

/** Removes the oldest finished Jobs over the two history limits. */
export function tidyRuns(cluster: Cluster, cronJob: CronJob, owned: Job[]): void {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec;
  const oldestFirst = [...owned].sort((left, right) => left.metadata.name.localeCompare(right.metadata.name));
  const over = (type: string, limit: number) => {
    const finished = oldestFirst.filter((job) => hasCondition(job, type));
    return finished.slice(0, Math.max(0, finished.length - limit));
  };
  for (const job of [
    ...over('Complete', successfulJobsHistoryLimit),
    ...over('Failed', failedJobsHistoryLimit),
  ])
    deleteRun(cluster, cronJob, job);
}

export function activeRuns(owned: Job[]): Job[] {
  return owned.filter((job) => !isFinished(job));
}

export function lastSuccess(owned: Job[]): string | undefined {
  return owned
    .filter((job) => hasCondition(job, 'Complete'))
    .map((job) => job.status?.completionTime ?? '')
    .sort()
    .at(-1);
}

/** `Complete` or `Failed` for the event that notes the end of a run. */
export function endOf(job: Job): string {
  return hasCondition(job, 'Complete') ? 'Complete' : 'Failed';
}
