import type { ReplicaSetSnapshot } from '../rollout/snapshot.ts';
import type { Problem } from './problem.ts';

/**
 * Pods that could not even be created: quota or admission. Read from the ReplicaSet itself, because the Deployment
 * copies the condition from an old one too.
 */
export function failedCreate(replicaSet: ReplicaSetSnapshot, existingPods: number): Problem[] {
  const failure = replicaSet.conditions.find(
    ({ type, status, reason }) => type === 'ReplicaFailure' && status === 'True' && reason === 'FailedCreate',
  );
  if (failure === undefined) return [];
  return [
    {
      reason: 'FailedCreate',
      container: '',
      pods: Math.max(1, replicaSet.desired - existingPods),
      restarts: 0,
      pod: '',
      message: failure.message,
      image: '',
    },
  ];
}
