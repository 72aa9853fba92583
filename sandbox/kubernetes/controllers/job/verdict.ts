import type { Pod } from '../../model.ts';
import type { Job, PodFailureRule } from '../../workload-model.ts';
import { hasEnded, isActive } from '../pod-control.ts';

export interface JobVerdict {
  /** SuccessCriteriaMet comes before Complete, FailureTarget before Failed: the pods left over stop in between. */
  outcome: 'Complete' | 'Failed';
  reason: string;
  message: string;
}

export interface Tally {
  pods: Pod[];
  /** Pods that ended, counted once each, also those that are gone by now. */
  succeeded: number;
  failed: number;
  /** How long the Job has been active. */
  activeMs: number;
}

function isRuleMet(rule: PodFailureRule, exitCode: number): boolean {
  const { operator, values = [] } = rule.onExitCodes ?? { operator: '' };
  if (operator === 'In') return values.includes(exitCode);
  return operator === 'NotIn' && exitCode !== 0 && !values.includes(exitCode);
}

/** The message of the first FailJob rule that a failed pod's exit codes meet. */
function failedByPolicy(job: Job, pod: Pod): string | undefined {
  const { namespace = '', name } = pod.metadata;
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const { containerName } = rule.onExitCodes ?? {};
    const met = (pod.status?.containerStatuses ?? []).find(
      ({ name: each, state: { terminated } }) =>
        terminated !== undefined && (containerName ?? each) === each && isRuleMet(rule, terminated.exitCode),
    );
    if (met === undefined) continue;
    if (rule.action !== 'FailJob') return undefined;
    return `Container ${met.name} for pod ${namespace}/${name} failed with exit code ${met.state.terminated?.exitCode} matching FailJob rule at index ${index}`;
  }
  return undefined;
}

/** With restartPolicy OnFailure the restarts of the pods count against the limit: pastBackoffLimitOnFailure. */
function isPastLimit(job: Job, { pods, failed }: Tally): boolean {
  if (failed > job.spec.backoffLimit) return true;
  if (job.spec.template.spec['restartPolicy'] !== 'OnFailure') return false;
  const restarts = pods
    .filter((pod) => !hasEnded(pod))
    .flatMap((pod) => [
      ...(pod.status?.initContainerStatuses ?? []),
      ...(pod.status?.containerStatuses ?? []),
    ])
    .reduce((sum, status) => sum + status.restartCount, 0);
  return job.spec.backoffLimit === 0 ? restarts > 0 : restarts >= job.spec.backoffLimit;
}

function isDone(job: Job, { pods, succeeded }: Tally): boolean {
  const { completions } = job.spec;
  if (completions !== undefined) return succeeded >= completions;
  // Without completions any pod's success is the end of the work, once the others have ended too.
  return succeeded > 0 && !pods.some(isActive);
}

export function deadlineMsOf(job: Job, paced: (humanMs: number) => number): number | undefined {
  const { activeDeadlineSeconds } = job.spec;
  return activeDeadlineSeconds === undefined ? undefined : paced(activeDeadlineSeconds * 1000);
}

function failed(reason: string, message: string): JobVerdict {
  return { outcome: 'Failed', reason, message };
}

/** How the Job ends, if its pods or its clock say so. */
export function verdictOn(job: Job, tally: Tally, deadlineMs: number | undefined): JobVerdict | undefined {
  const policy = tally.pods
    .filter((pod) => pod.status?.phase === 'Failed')
    .map((pod) => failedByPolicy(job, pod))
    .find((message) => message !== undefined);
  if (policy !== undefined) return failed('PodFailurePolicy', policy);
  if (isPastLimit(job, tally))
    return failed('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  if (deadlineMs !== undefined && tally.activeMs >= deadlineMs)
    return failed('DeadlineExceeded', 'Job was active longer than specified deadline');
  if (!isDone(job, tally)) return undefined;
  const message = 'Reached expected number of succeeded pods';
  return { outcome: 'Complete', reason: 'CompletionsReached', message };
}
