import { jobProblems, jobSuspects } from '../problem/job-problems.ts';
import { identityOf } from './identity.ts';
import type { Phase, Revision, WorkloadObservation } from './observation.ts';
import { restartedAtAnnotation } from './revision.ts';
import type { Condition, PodSnapshot } from './snapshot.ts';
import type { JobSnapshot } from './workload-snapshot.ts';

export interface JobView {
  readonly cluster: string;
  readonly job: JobSnapshot;
  /** May hold pods of others: ownership is checked. */
  readonly pods: readonly PodSnapshot[];
}

/**
 * What one look at a Job says. Undefined when it is deleted before its end, and for a Job that somebody else makes and
 * looks after, as long as it does not fail; a CronJob's are told of by the CronJob.
 */
export function observeJob({ cluster, job, pods }: JobView): WorkloadObservation | undefined {
  if (job.ownerKind === 'CronJob') return undefined;
  // One that has ended is often deleted in the same moment, and how it ended is true still.
  if (job.isDeleting && !endedBefore(job)) return undefined;
  if (job.ownerUid !== '' && failureOf(job) === undefined) return undefined;
  return {
    ...identityOf(cluster, job),
    revision: jobRevision(job, 1),
    older: [],
    ...jobCourse(job, pods),
  };
}

type Course = Pick<
  WorkloadObservation,
  'phase' | 'message' | 'counts' | 'particulars' | 'problems' | 'suspects' | 'olderTroubles'
>;

/** How a Job stands, whoever it is shown under. */
export function jobCourse(job: JobSnapshot, pods: readonly PodSnapshot[]): Course {
  const failure = failureOf(job);
  const { desired, active, succeeded } = job;
  const finishedAt = job.completedAt > 0 ? job.completedAt : (failure?.lastUpdateAt ?? 0);
  return {
    phase: jobPhase(job),
    message: failure === undefined ? '' : failure.message || failure.reason,
    counts: { desired, updated: active + succeeded, updatedAvailable: succeeded, old: 0, oldAvailable: 0 },
    particulars: {
      kind: 'job',
      name: job.name,
      ...(job.startedAt > 0 ? { startedAt: job.startedAt } : {}),
      ...(finishedAt > 0 ? { finishedAt } : {}),
      ...(failure === undefined || failure.reason === '' ? {} : { reason: failure.reason }),
    },
    problems: jobProblems(job, pods, failure),
    suspects: jobSuspects(job, pods, failure),
    // Each Job is its own and only revision.
    olderTroubles: [],
  };
}

/** A Job has one revision: itself. Made again under its name, it is another workload. */
export function jobRevision(job: JobSnapshot, number: number): Revision {
  return {
    number,
    revisionName: job.name,
    revisionUid: job.uid,
    podHash: '',
    images: job.containers,
    restartedAt: job.templateAnnotations[restartedAtAnnotation] ?? '',
    createdAt: job.createdAt,
  };
}

/** `Failed`, or `FailureTarget` while its pods are still being ended. */
export function failureOf({ conditions }: JobSnapshot): Condition | undefined {
  const standing = (type: string) => conditions.find((each) => each.type === type && each.status === 'True');
  return standing('Failed') ?? standing('FailureTarget');
}

function jobPhase(job: JobSnapshot): Phase {
  if (isTrue(job, 'Complete')) return 'complete';
  if (failureOf(job) !== undefined) return 'failed';
  return job.isSuspended || isTrue(job, 'Suspended') ? 'paused' : 'progressing';
}

const ends: ReadonlySet<string> = new Set(['Complete', 'Failed', 'FailureTarget']);

/**
 * Whether it ended before it was deleted. Pods that go with it count as failed, so one that waits for them fails by being
 * deleted: https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/controller/job/job_controller.go#L2003
 */
function endedBefore({ conditions, deletedAt }: JobSnapshot): boolean {
  return conditions.some(
    ({ type, status, lastUpdateAt }) => ends.has(type) && status === 'True' && lastUpdateAt <= deletedAt,
  );
}

function isTrue({ conditions }: JobSnapshot, type: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}
