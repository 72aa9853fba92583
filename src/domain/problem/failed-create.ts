import type { Condition, ReplicaSetSnapshot } from '../rollout/snapshot.ts';
import type { Problem } from './problem.ts';

/**
 * Pods that could not even be created: quota or admission. Read from the ReplicaSet itself, because the Deployment
 * copies the condition from an old one too.
 */
export function failedCreate(replicaSet: ReplicaSetSnapshot, existingPods: number): Problem[] {
  const failure = failureOf(replicaSet, 'FailedCreate');
  if (failure === undefined) return [];
  return [workloadProblem('FailedCreate', failure.message, Math.max(1, replicaSet.desired - existingPods))];
}

/** Pods that a ReplicaSet may not delete, so that the rollout cannot get past them. */
export function failedDelete(replicaSets: readonly ReplicaSetSnapshot[]): Problem[] {
  const failures = replicaSets.map((set) => failureOf(set, 'FailedDelete'));
  const [first] = failures.filter((failure) => failure !== undefined);
  return first === undefined ? [] : [workloadProblem('FailedDelete', first.message, 1)];
}

/** The ReplicaSet itself could not be created, so that none of its pods was even tried. */
export function setNotCreated({ message }: Condition, desired: number): Problem[] {
  return [workloadProblem('ReplicaSetCreateError', message, Math.max(1, desired))];
}

function failureOf({ conditions }: ReplicaSetSnapshot, why: string): Condition | undefined {
  return conditions.find(
    ({ type, status, reason }) => type === 'ReplicaFailure' && status === 'True' && reason === why,
  );
}

function workloadProblem(
  reason: 'FailedCreate' | 'FailedDelete' | 'ReplicaSetCreateError',
  message: string,
  pods: number,
): Problem {
  return { reason, container: '', pods, restarts: 0, pod: '', message, image: '' };
}
