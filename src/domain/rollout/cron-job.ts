import { identityOf } from './identity.ts';
import { failureOf, jobCourse, jobRevision } from './job.ts';
import type { WorkloadObservation } from './observation.ts';
import type { PodSnapshot } from './snapshot.ts';
import type { CronJobSnapshot, JobSnapshot } from './workload-snapshot.ts';

export interface CronJobView {
  readonly cluster: string;
  readonly cronJob: CronJobSnapshot;
  /** May hold Jobs and pods of others: ownership is checked. */
  readonly jobs: readonly JobSnapshot[];
  readonly pods: readonly PodSnapshot[];
}

/**
 * The newest of a CronJob's Jobs that failed; undefined when none did. A run that is well is no news, and a retry
 * that succeeds makes one well: so only a Job that was given up counts.
 */
export function observeCronJob({
  cluster,
  cronJob,
  jobs,
  pods,
}: CronJobView): WorkloadObservation | undefined {
  if (cronJob.isDeleting) return undefined;
  const [job] = jobs
    .filter((each) => each.ownerUid === cronJob.uid && cronJob.uid !== '' && failureOf(each) !== undefined)
    .toSorted((one, other) => other.createdAt - one.createdAt || (one.uid < other.uid ? -1 : 1));
  if (job === undefined) return undefined;
  return {
    ...identityOf(cluster, cronJob),
    // Rises with every Job, and one name never has two Jobs in a second.
    revision: jobRevision(job, Math.floor(job.createdAt / 1_000)),
    older: [],
    ...jobCourse(job, pods),
  };
}
