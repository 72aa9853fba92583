import type { WorkloadObservation } from '../rollout/observation.ts';
import type { WorkloadKind } from '../rollout/workload.ts';
import type { WayBack } from './way-back.ts';

/** The way back that lasts for a workload, of those that Shipmate has the means for; undefined when there is none. */
export type ChooseWay = (seen: WorkloadObservation) => WayBack | undefined;

const undoableKinds: ReadonlySet<WorkloadKind> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Rollout',
]);

/** What needs no means but the cluster itself. */
export function chooseWayInCluster(seen: WorkloadObservation): WayBack | undefined {
  const stableHash = hashToAbortTo(seen);
  // It leaves the specification as it is, so no manager undoes it.
  if (stableHash !== undefined) return { kind: 'abort', stableHash };
  if (seen.manager.kind !== 'none') return undefined;
  return undoableKinds.has(seen.workload.kind) ? { kind: 'undo' } : undefined;
}

/** Of an Argo Rollout in flight: the pods of its stable version. */
function hashToAbortTo({ particulars, revision }: WorkloadObservation): string | undefined {
  if (particulars === undefined || particulars.kind === 'job' || particulars.isAborted) return undefined;
  const { stableHash } = particulars;
  return stableHash === revision.podHash ? undefined : stableHash;
}
