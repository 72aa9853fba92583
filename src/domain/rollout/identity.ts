import { detectManager } from '../rollback/manager.ts';
import type { WorkloadObservation } from './observation.ts';
import type { WorkloadSnapshot } from './workload-snapshot.ts';

type Identity = Pick<WorkloadObservation, 'workload' | 'uid' | 'labels' | 'annotations' | 'manager'>;

/** Who a workload is, and who puts it back to what it should be. */
export function identityOf(cluster: string, snapshot: WorkloadSnapshot): Identity {
  const { kind, namespace, name, uid, labels, annotations } = snapshot;
  return {
    workload: { cluster, namespace, kind, name },
    uid,
    labels,
    annotations,
    manager: detectManager(labels, annotations),
  };
}

/** Whether the controller's status speaks of the present specification. */
export function isObserved({
  generation,
  observedGeneration,
}: Pick<WorkloadSnapshot, 'generation' | 'observedGeneration'>): boolean {
  return observedGeneration >= generation;
}
