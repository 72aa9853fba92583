import type { Problem } from '../problem/problem.ts';
import { type DeploymentView, observeDeployment } from './deployment.ts';
import { deploymentPhase, isObserved } from './deployment-phase.ts';
import type { Phase, PodCounts, Revision, WorkloadObservation } from './observation.ts';
import type { DeploymentSnapshot } from './snapshot.ts';
import type { WorkloadReference } from './workload.ts';

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
  readonly gap?: LookGap;
}

export function lookOf(observation: WorkloadObservation): WorkloadLook {
  const { workload, labels, annotations, revision, phase, message, counts, problems } = observation;
  return { workload, labels, annotations, revision, phase, message, counts, problems };
}

/** Like `observeDeployment`, with what its own status says where an observation cannot be made. Never throws. */
export function lookAtDeployment(view: DeploymentView): WorkloadLook {
  const observation = observeDeployment(view);
  if (observation !== undefined) return lookOf(observation);

  const { cluster, deployment } = view;
  const { namespace, name, labels, annotations, revision, containers } = deployment;
  const gap = gapOf(deployment);
  return {
    workload: { cluster, namespace, kind: 'Deployment', name },
    labels,
    annotations,
    revision: { number: revision, images: containers },
    ...phaseDespite(gap, deployment),
    problems: [],
    gap,
  };
}

/** Without its ReplicaSet a Deployment's own status still tells; before Kubernetes has looked, nothing does. */
function phaseDespite(gap: LookGap, deployment: DeploymentSnapshot): Pick<WorkloadLook, 'phase' | 'message'> {
  if (gap === 'deleting') return { phase: 'deleting', message: '' };
  if (gap !== 'revision-missing') return { phase: 'progressing', message: '' };
  const { phase, message } = deploymentPhase(deployment);
  return { phase, message };
}

function gapOf(deployment: DeploymentSnapshot): LookGap {
  if (deployment.isDeleting) return 'deleting';
  if (deployment.revision <= 0) return 'not-begun';
  return isObserved(deployment) ? 'revision-missing' : 'not-observed';
}
