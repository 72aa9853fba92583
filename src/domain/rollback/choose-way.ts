import type { WorkloadObservation } from '../rollout/observation.ts';
import type { WayBack } from './way-back.ts';

/** The way back that lasts for a workload, of those that Shipmate has the means for; undefined when there is none. */
export type ChooseWay = (seen: WorkloadObservation) => WayBack | undefined;

const undoableKinds: ReadonlySet<WorkloadObservation['workload']['kind']> = new Set(['Deployment']);

/** What needs no means but the cluster itself. */
export function chooseWayInCluster(seen: WorkloadObservation): WayBack | undefined {
  if (seen.manager.kind !== 'none') return undefined;
  return undoableKinds.has(seen.workload.kind) ? { kind: 'undo' } : undefined;
}
