import type { WorkloadReference } from '../src/domain/rollout/workload.ts';
import { singleLine } from './kit/escape.ts';

/** Why there is no button, and the way back by hand. */
export function unsupportedKindSentence({ kind, name, namespace }: WorkloadReference): string {
  const called = singleLine(name, 63);
  const where = `-n ${singleLine(namespace, 63)}`;
  switch (kind) {
    case 'StatefulSet':
    case 'DaemonSet':
      return `I can roll back Deployments only. For this ${kind}: kubectl rollout undo ${kind.toLowerCase()}/${called} ${where}`;
    case 'Rollout':
      return `I can roll back Deployments only. For this Argo Rollout: kubectl argo rollouts abort ${called} ${where} while it is under way, kubectl argo rollouts undo ${called} ${where} once it is through.`;
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
