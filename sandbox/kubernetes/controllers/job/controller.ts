import { type Cluster, timestamp } from '../../cluster.ts';
import type { Pod } from '../../model.ts';
import { nameSuffix } from '../../objects.ts';
import { jobs, pods } from '../../resources.ts';
import { ApiError } from '../../status.ts';
import { keyOf } from '../../store.ts';
import type { Job } from '../../workload-model.ts';
import { controllerOf, createOwnerIndex } from '../ownership.ts';
import { createOwnedPod, deleteOwned, isActive, isTerminating, notesFor } from '../pod-control.ts';
import { createWorkQueue } from '../work-queue.ts';
import { countEnded, createRecord, type JobRecord } from './record.ts';
import { conditionsFor, isFinished, standingVerdict, statusOf, writeStatus } from './status.ts';
import { deadlineMsOf, type JobVerdict, type Tally, verdictOn } from './verdict.ts';

const component = 'job-controller';
const longestBackOffSeconds = 360;

function backOffMs(cluster: Cluster, failures: number): number {
  const seconds = Math.min(longestBackOffSeconds, 10 * 2 ** (failures - 1));
  // A fifth, as with the kubelet's back-off.
  return failures === 0 ? 0 : cluster.paced(seconds * 200);
}

function wantedActive(job: Job, { succeeded }: Tally, active: number): number {
  const { completions, parallelism } = job.spec;
  if (job.spec.suspend === true) return 0;
  if (completions !== undefined) return Math.min(parallelism, completions - succeeded);
  return succeeded > 0 ? active : parallelism;
}

interface Pass {
  cluster: Cluster;
  job: Job;
  record: JobRecord;
  tally: Tally;
}

function stopPods({ cluster, job }: Pass, chosen: Pod[]): void {
  const notes = notesFor(cluster, job, component);
  for (const pod of chosen) {
    deleteOwned(cluster, pods, pod);
    notes.normal('SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }
}

/** Brings the number of pods to what is wanted; returns in how many milliseconds to look again, if at all. */
function manage(pass: Pass): number | undefined {
  const { cluster, job, record, tally } = pass;
  const active = tally.pods.filter(isActive);
  const missing = wantedActive(job, tally, active.length) - active.length;
  if (missing <= 0) {
    if (missing < 0) stopPods(pass, active.slice(missing));
    return undefined;
  }
  const waitMs = record.lastFailureAt + backOffMs(cluster, tally.failed) - cluster.now().getTime();
  if (tally.failed > 0 && waitMs > 0) return waitMs;
  const notes = notesFor(cluster, job, component);
  try {
    for (let count = 0; count < missing; count += 1) {
      const name = `${job.metadata.name}-${nameSuffix()}`;
      createOwnedPod(cluster, job, { name, template: job.spec.template });
      notes.normal('SuccessfulCreate', `Created pod: ${name}`);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notes.warning('FailedCreate', `Error creating: ${error.message}`);
    return cluster.paced(1000);
  }
}

function announce({ cluster, job }: Pass, verdict: JobVerdict): void {
  const notes = notesFor(cluster, job, component);
  if (verdict.outcome === 'Complete') notes.normal('Completed', 'Job completed');
  else notes.warning(verdict.reason, verdict.message);
}

export function startJobController(cluster: Cluster): void {
  const ownedPods = createOwnerIndex(cluster, pods);
  const records = new Map<string, JobRecord>();

  function recordOf(job: Job): JobRecord {
    const uid = job.metadata.uid ?? '';
    const record = records.get(uid) ?? createRecord();
    records.set(uid, record);
    return record;
  }

  function passFor(job: Job, record: JobRecord): Pass {
    const nowMs = cluster.now().getTime();
    if (job.spec.suspend === true) record.activeSince = undefined;
    else record.activeSince ??= nowMs;
    const owned = ownedPods.ownedBy<Pod>(job.metadata.uid ?? '');
    countEnded(record, owned, standingVerdict(job) !== undefined || job.spec.suspend === true, nowMs);
    const { succeeded, failed, activeSince = nowMs } = record;
    const tally = {
      pods: owned,
      succeeded: succeeded.size,
      failed: failed.size,
      activeMs: nowMs - activeSince,
    };
    return { cluster, job, record, tally };
  }

  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const job = cluster.objects.find<Job>(jobs, namespace, name);
    if (job === undefined || job.metadata.deletionTimestamp !== undefined) return;
    if (isFinished(job)) return void expire(key, job);
    const nextMs = advance(job, recordOf(job));
    if (nextMs !== undefined) queue.addAfter(key, Math.max(1, nextMs));
  }

  /** Moves a Job on; returns in how many milliseconds its clock must be looked at, if at all. */
  function advance(job: Job, record: JobRecord): number | undefined {
    const pass = passFor(job, record);
    const deadlineMs = deadlineMsOf(job, cluster.paced);
    const verdict = standingVerdict(job) ?? verdictOn(job, pass.tally, deadlineMs);
    if (verdict !== undefined) {
      stopPods(pass, pass.tally.pods.filter(isActive));
      report(passFor(job, record), verdict);
      return undefined;
    }
    const waits = [manage(pass), deadlineMs === undefined ? undefined : deadlineMs - pass.tally.activeMs];
    report(passFor(job, record), undefined);
    const known = waits.filter((each) => each !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  function report(pass: Pass, verdict: JobVerdict | undefined): void {
    const { job, record, tally } = pass;
    const isOver = verdict !== undefined && !tally.pods.some((pod) => isActive(pod) || isTerminating(pod));
    const now = cluster.now();
    const conditions = conditionsFor(job, verdict, isOver, timestamp(now));
    const since = record.activeSince === undefined ? undefined : timestamp(new Date(record.activeSince));
    const startTime = job.spec.suspend === true ? undefined : (job.status?.startTime ?? since);
    writeStatus(cluster, job, statusOf(job, { tally, conditions, startTime }, now));
    if (isOver) announce(pass, verdict);
  }

  /** ttlSecondsAfterFinished: the TTL controller removes the Job and, with it, its pods. */
  function expire(key: string, job: Job): void {
    records.delete(job.metadata.uid ?? '');
    const { ttlSecondsAfterFinished } = job.spec;
    if (ttlSecondsAfterFinished === undefined) return;
    const ends = (job.status?.conditions ?? []).map((each) => Date.parse(each.lastTransitionTime));
    const leftMs = Math.max(...ends) + ttlSecondsAfterFinished * 1000 - cluster.now().getTime();
    if (leftMs > 0) queue.addAfter(key, leftMs);
    else deleteOwned(cluster, jobs, job);
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe(({ resource, stored, type }) => {
    if (resource === jobs) {
      if (type === 'DELETED') records.delete(stored.object.metadata.uid ?? '');
      else queue.add(stored.key);
    }
    if (resource !== pods) return;
    const owner = controllerOf(stored.object);
    if (owner?.kind === 'Job') queue.add(keyOf(stored.object.metadata.namespace, owner.name));
  });
}
