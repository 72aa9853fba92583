import { type Cluster, timestamp } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import { cronJobs, jobs } from '../../resources.ts';
import { keyOf } from '../../store.ts';
import type { CronJob, CronJobStatus, Job } from '../../workload-model.ts';
import { controllerOf, createOwnerIndex } from '../ownership.ts';
import { notesFor, statusWriter } from '../pod-control.ts';
import { createWorkQueue } from '../work-queue.ts';
import { createScheduleClock } from './clock.ts';
import {
  activeRuns,
  component,
  deleteRun,
  endOf,
  lastSuccess,
  referenceTo,
  startRun,
  tidyRuns,
} from './runs.ts';
import { parseSchedule } from './schedule.ts';

export interface CronJobController {
  /** Starts a Job now, whatever the schedule says and also while it is suspended. */
  trigger(cronJob: CronJob): void;
}

function writeStatus(
  cluster: Cluster,
  cronJob: CronJob,
  change: (status: CronJobStatus) => CronJobStatus,
): void {
  const { namespace, name } = cronJob.metadata;
  const found = cluster.objects.find<CronJob>(cronJobs, namespace, name);
  if (found === undefined) return;
  const status = change(found.status ?? {});
  if (!isSame(status, found.status)) cluster.objects.update(cronJobs, { ...found, status }, statusWriter);
}

/** Forbid skips a run while another is active, Replace ends that one first. Returns whether the run may start. */
function makeRoom(cluster: Cluster, cronJob: CronJob, active: Job[]): boolean {
  if (active.length === 0 || cronJob.spec.concurrencyPolicy === 'Allow') return true;
  if (cronJob.spec.concurrencyPolicy === 'Replace') {
    for (const job of active) deleteRun(cluster, cronJob, job);
    return true;
  }
  const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
  notesFor(cluster, cronJob, component).normal('JobAlreadyActive', message);
  return false;
}

export function startCronJobController(cluster: Cluster): CronJobController {
  const owned = createOwnerIndex(cluster, jobs);
  const clock = createScheduleClock(cluster);
  /** The minute each CronJob waits for. */
  const appointments = new Map<string, { schedule: string; at: Date }>();
  const runsOf = (cronJob: CronJob) => owned.ownedBy<Job>(cronJob.metadata.uid ?? '');

  function run(cronJob: CronJob, scheduledAt: Date): void {
    if (!makeRoom(cluster, cronJob, activeRuns(runsOf(cronJob)))) return;
    startRun(cluster, cronJob, scheduledAt);
    writeStatus(cluster, cronJob, (status) => ({ ...status, lastScheduleTime: timestamp(cluster.now()) }));
  }

  function schedule(key: string, cronJob: CronJob): void {
    const line = cronJob.spec.schedule;
    const known = appointments.get(key);
    if (cronJob.spec.suspend === true) return void appointments.delete(key);
    const isDue = known?.schedule === line && clock.msUntil(known.at) <= 0;
    if (isDue) run(cronJob, known.at);
    const kept = known?.schedule === line && !isDue ? known.at : parseSchedule(line).next(clock.now());
    if (kept === undefined) return;
    appointments.set(key, { schedule: line, at: kept });
    // Timers cannot wait longer than 2^31 ms; an early look only makes a new appointment.
    queue.addAfter(key, Math.min(Math.max(1, Math.ceil(clock.msUntil(kept))), 86_400_000));
  }

  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const cronJob = cluster.objects.find<CronJob>(cronJobs, namespace, name);
    if (cronJob === undefined) return void appointments.delete(key);
    if (cronJob.metadata.deletionTimestamp !== undefined) return;
    schedule(key, cronJob);
    reportRuns(cronJob);
    tidyRuns(cluster, cronJob, runsOf(cronJob));
  }

  function reportRuns(cronJob: CronJob): void {
    const active = activeRuns(runsOf(cronJob)).map(referenceTo);
    const uids = new Set(active.map((each) => each.uid));
    const ended = (cronJob.status?.active ?? []).filter((each) => !uids.has(each.uid));
    for (const { name, uid } of ended) {
      const job = runsOf(cronJob).find((each) => each.metadata.uid === uid);
      const message = `Saw completed job: ${name}, condition: ${job === undefined ? '' : endOf(job)}`;
      if (job !== undefined) notesFor(cluster, cronJob, component).normal('SawCompletedJob', message);
    }
    writeStatus(cluster, cronJob, ({ active: before = [], ...status }) => {
      // A reference keeps the resourceVersion it was made with.
      const listed = active.map((each) => before.find((known) => known.uid === each.uid) ?? each);
      const lastSuccessfulTime = lastSuccess(runsOf(cronJob)) ?? status.lastSuccessfulTime;
      return {
        ...status,
        ...(listed.length === 0 ? {} : { active: listed }),
        ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
      };
    });
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe(({ resource, stored }) => {
    if (resource === cronJobs) queue.add(stored.key);
    if (resource !== jobs) return;
    const owner = controllerOf(stored.object);
    if (owner?.kind === 'CronJob') queue.add(keyOf(stored.object.metadata.namespace, owner.name));
  });
  return { trigger: (cronJob) => run(cronJob, clock.now()) };
}
