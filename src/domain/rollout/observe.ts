import { failingAutoscaler } from '../problem/failing-autoscaler.ts';
import { type ManagerObjects, managementOf, managerOf } from '../rollback/management.ts';
import { observeArgoRollout } from './argo-rollout.ts';
import type { AutoscalerSnapshot } from './autoscaler-snapshot.ts';
import { observeCronJob } from './cron-job.ts';
import { observeDaemonSet } from './daemon-set.ts';
import { observeDeployment } from './deployment.ts';
import { observeJob } from './job.ts';
import type { NodeSnapshot } from './node-snapshot.ts';
import type { WorkloadObservation } from './observation.ts';
import { placePods } from './pods.ts';
import type { PodSnapshot, ReplicaSetSnapshot } from './snapshot.ts';
import { observeStatefulSet } from './stateful-set.ts';
import type { ControllerRevisionSnapshot, JobSnapshot, WorkloadSnapshot } from './workload-snapshot.ts';

/** What a workload is made of. Each kind reads its own; objects of other owners do no harm. */
export interface WorkloadParts {
  readonly replicaSets: readonly ReplicaSetSnapshot[];
  readonly controllerRevisions: readonly ControllerRevisionSnapshot[];
  readonly jobs: readonly JobSnapshot[];
  readonly pods: readonly PodSnapshot[];
  /** Nodes with trouble, by name; those that are well need not be there. */
  readonly nodes: ReadonlyMap<string, NodeSnapshot>;
  readonly autoscalers: readonly AutoscalerSnapshot[];
  readonly managers?: ManagerObjects;
}

/**
 * What one look at a workload of any kind says. Undefined when there is nothing to say: the view is not consistent
 * yet, the workload is being deleted, or nothing of it is news. Never throws; the order of the parts does not matter.
 */
export function observeWorkload(
  cluster: string,
  workload: WorkloadSnapshot,
  parts: WorkloadParts,
): WorkloadObservation | undefined {
  const placed = { ...parts, pods: placePods(parts.pods, parts.nodes) };
  const observation = observeKind(cluster, workload, placed);
  if (observation === undefined) return undefined;
  const manager = parts.managers ? managerOf(observation, parts.managers) : observation.manager;
  const management = parts.managers && managementOf(manager, parts.managers);
  const suspects = [...observation.suspects, ...failingAutoscaler(workload, parts.autoscalers)];
  return { ...observation, manager, suspects, ...(management === undefined ? {} : { management }) };
}

function observeKind(
  cluster: string,
  workload: WorkloadSnapshot,
  parts: WorkloadParts,
): WorkloadObservation | undefined {
  switch (workload.kind) {
    case 'Deployment':
      return observeDeployment({ cluster, deployment: workload, ...parts });
    case 'StatefulSet':
      return observeStatefulSet({ cluster, statefulSet: workload, ...parts });
    case 'DaemonSet':
      return observeDaemonSet({ cluster, daemonSet: workload, ...parts });
    case 'Job':
      return observeJob({ cluster, job: workload, ...parts });
    case 'CronJob':
      return observeCronJob({ cluster, cronJob: workload, ...parts });
    case 'Rollout':
      return observeArgoRollout({ cluster, rollout: workload, ...parts });
    default:
      return workload satisfies never;
  }
}
