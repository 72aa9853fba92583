import type { OlderTroubles } from '../problem/older-troubles.ts';
import type { Problem } from '../problem/problem.ts';
import { ripen, unripe } from '../problem/ripen.ts';
import { deploymentPhase } from './deployment-phase.ts';
import { isObserved } from './identity.ts';
import type { Phase, PodCounts, Revision, WorkloadObservation } from './observation.ts';
import { observeWorkload, type WorkloadParts } from './observe.ts';
import type { WorkloadReference } from './workload.ts';
import { runsToAnEnd } from './workload.ts';
import type { WorkloadSnapshot } from './workload-snapshot.ts';

/** Why a look tells less than an observation does. */
export type LookGap = 'deleting' | 'not-begun' | 'not-observed' | 'revision-missing';

/**
 * What can be said of a workload from the objects at hand, however few they are. The watcher waits until its view is
 * whole and never needs this; a person who shows some objects once wants an answer now.
 */
export interface WorkloadLook {
  readonly workload: WorkloadReference;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly revision: Pick<Revision, 'number' | 'images'>;
  readonly phase: Phase | 'deleting';
  /** The controller's words; empty where counts say it all. */
  readonly message: string;
  /** Absent when there is a gap. */
  readonly counts?: PodCounts;
  readonly problems: readonly Problem[];
  /** What has not lasted for long enough to be one. */
  readonly suspected: readonly Problem[];
  readonly olderTroubles: readonly OlderTroubles[];
  /** The revision that ran before, or still does. */
  readonly before?: Pick<Revision, 'number' | 'images'>;
  readonly gap?: LookGap;
}

export function lookOf(seen: WorkloadObservation, now: number): WorkloadLook {
  const ripening = { now, patience: 1 };
  const observation = ripen(seen, ripening);
  const { workload, labels, annotations, revision, phase, message, counts } = observation;
  const { problems, olderTroubles, serving, older } = observation;
  const before = serving ?? older[0];
  return {
    workload,
    labels,
    annotations,
    revision,
    phase,
    message,
    counts,
    problems,
    suspected: unripe(seen, ripening),
    olderTroubles,
    ...(before === undefined ? {} : { before }),
  };
}

/**
 * A look at a workload of any kind; undefined where nothing of it is news, as of a CronJob whose jobs succeed. What may
 * pass by itself is judged by the cluster's own times.
 */
export function lookAtWorkload(
  cluster: string,
  workload: WorkloadSnapshot,
  parts: WorkloadParts,
  now: number,
): WorkloadLook | undefined {
  const observation = observeWorkload(cluster, workload, parts);
  if (observation !== undefined) return lookOf(observation, now);
  if (runsToAnEnd(workload)) return undefined;

  const { namespace, kind, name, labels, annotations, containers } = workload;
  const gap = gapOf(workload);
  return {
    workload: { cluster, namespace, kind, name },
    labels,
    annotations,
    revision: { number: workload.kind === 'Deployment' ? workload.revision : 0, images: containers },
    ...standingDespite(gap, workload),
    problems: [],
    suspected: [],
    olderTroubles: [],
    gap,
  };
}

/** Without its ReplicaSet a Deployment's own status still tells; before Kubernetes has looked, nothing does. */
function standingDespite(gap: LookGap, workload: WorkloadSnapshot): Pick<WorkloadLook, 'phase' | 'message'> {
  if (gap === 'deleting') return { phase: 'deleting', message: '' };
  if (workload.kind !== 'Deployment' || gap !== 'revision-missing')
    return { phase: 'progressing', message: '' };
  const { phase, message } = deploymentPhase(workload);
  return { phase, message };
}

function gapOf(workload: WorkloadSnapshot): LookGap {
  if (workload.isDeleting) return 'deleting';
  if (workload.kind === 'Deployment' && workload.revision <= 0) return 'not-begun';
  return isObserved(workload) ? 'revision-missing' : 'not-observed';
}
