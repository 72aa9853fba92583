import { type Cluster, timestamp } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import type { Condition } from '../../model.ts';
import { jobs } from '../../resources.ts';
import type { Job, JobStatus } from '../../workload-model.ts';
import { conditionOf } from '../conditions.ts';
import { hasEnded, isActive, isTerminating, readySince, statusWriter } from '../pod-control.ts';
import type { JobVerdict, Tally } from './verdict.ts';

const interimTypes = { Complete: 'SuccessCriteriaMet', Failed: 'FailureTarget' } as const;

export function isFinished(job: Job): boolean {
  const isTrue = (type: string) => conditionOf(job.status?.conditions, type)?.status === 'True';
  return isTrue('Complete') || isTrue('Failed');
}

/** The verdict that the conditions already hold; it stands whatever the pods do afterwards. */
export function standingVerdict(job: Job): JobVerdict | undefined {
  for (const outcome of ['Complete', 'Failed'] as const) {
    const condition = conditionOf(job.status?.conditions, interimTypes[outcome]);
    if (condition?.status !== 'True') continue;
    return { outcome, reason: condition.reason ?? '', message: condition.message ?? '' };
  }
  return undefined;
}

function withJobCondition(
  conditions: Condition[],
  finding: Omit<Condition, 'lastTransitionTime'>,
  at: string,
) {
  const known = conditionOf(conditions, finding.type);
  if (known?.status === finding.status && known.reason === finding.reason) return conditions;
  const others = conditions.filter((each) => each.type !== finding.type);
  return [...others, { ...finding, lastProbeTime: at, lastTransitionTime: at }];
}

/** Conditions in the order the Job controller writes them: what is decided first, and the end when no pod is left. */
export function conditionsFor(
  job: Job,
  verdict: JobVerdict | undefined,
  isOver: boolean,
  at: string,
): Condition[] {
  let conditions = job.status?.conditions ?? [];
  if (verdict !== undefined) {
    const { outcome, reason, message } = verdict;
    const types = isOver ? [interimTypes[outcome], outcome] : [interimTypes[outcome]];
    for (const type of types)
      conditions = withJobCondition(conditions, { type, status: 'True', reason, message }, at);
    return conditions;
  }
  const isSuspended = job.spec.suspend === true;
  if (!isSuspended && conditionOf(conditions, 'Suspended')?.status !== 'True') return conditions;
  const [reason, message] = isSuspended ? ['JobSuspended', 'Job suspended'] : ['JobResumed', 'Job resumed'];
  const status = isSuspended ? 'True' : 'False';
  return withJobCondition(conditions, { type: 'Suspended', status, reason, message }, at);
}

export interface Findings {
  tally: Tally;
  conditions: Condition[];
  startTime: string | undefined;
}

export function statusOf(job: Job, { tally, conditions, startTime }: Findings, now: Date): JobStatus {
  const active = tally.pods.filter(isActive);
  const ready = active.filter((pod) => readySince(pod) !== undefined).length;
  const terminating = tally.pods.filter((pod) => isTerminating(pod) && !hasEnded(pod)).length;
  const isComplete = conditionOf(conditions, 'Complete')?.status === 'True';
  const completionTime = job.status?.completionTime ?? timestamp(now);
  return {
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(startTime === undefined ? {} : { startTime }),
    ...(isComplete ? { completionTime } : {}),
    ...(active.length === 0 ? {} : { active: active.length }),
    ...(tally.succeeded === 0 ? {} : { succeeded: tally.succeeded }),
    ...(tally.failed === 0 ? {} : { failed: tally.failed }),
    terminating,
    ready,
    uncountedTerminatedPods: {},
  };
}

export function writeStatus(cluster: Cluster, job: Job, status: JobStatus): void {
  const { namespace, name, uid } = job.metadata;
  const found = cluster.objects.find<Job>(jobs, namespace, name);
  if (found === undefined || found.metadata.uid !== uid || isSame(found.status, status)) return;
  cluster.objects.update(jobs, { ...found, status }, statusWriter);
}
