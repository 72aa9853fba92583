import type { WorkloadReference } from '../src/domain/rollout/workload.ts';
import { singleLine } from './kit/escape.ts';

/** Why there is no button, and the way back by hand. */
export function unsupportedKindSentence(
  { kind, name, namespace }: WorkloadReference,
  { isAborted }: { readonly isAborted: boolean },
): string {
  const called = singleLine(name, 63);
  const where = `-n ${singleLine(namespace, 63)}`;
  switch (kind) {
    case 'StatefulSet':
      return `I have no way back for this StatefulSet. By hand: kubectl rollout undo statefulset/${called} ${where}, then delete its pods that do not get ready, because it waits for them.`;
    case 'DaemonSet':
      return `I have no way back for this DaemonSet. By hand: kubectl rollout undo daemonset/${called} ${where}`;
    case 'Rollout':
      if (isAborted) return `To stay with the stable version: kubectl argo rollouts undo ${called} ${where}`;
      return `I have no way back for this Argo Rollout. By hand: kubectl argo rollouts abort ${called} ${where} while it is under way, kubectl argo rollouts undo ${called} ${where} once it is through.`;
    case 'Job':
      return 'A job is not rolled back: correct it and run it again.';
    case 'CronJob':
      return `A job that ran is not rolled back. To run it again now: kubectl create job --from=cronjob/${called} ${called}-again ${where}`;
    case 'Deployment':
      return 'I cannot roll back this Deployment.';
    default:
      return kind satisfies never;
  }
}
