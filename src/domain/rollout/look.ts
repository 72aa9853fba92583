import type { Problem } from '../problem/problem.ts';
import { type DeploymentView, observeDeployment } from './deployment.ts';
import { deploymentPhase } from './deployment-phase.ts';
import { isObserved } from './identity.ts';
import type { Phase, PodCounts, Revision, WorkloadObservation } from './observation.ts';
import { observeWorkload, type WorkloadParts } from './observe.ts';
import type { DeploymentSnapshot } from './snapshot.ts';
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
  readonly gap?: LookGap;
}

export function lookOf(observation: WorkloadObservation): WorkloadLook {
  const { workload, labels, annotations, revision, phase, message, counts, problems } = observation;
  return { workload, labels, annotations, revision, phase, message, counts, problems };
}

/** A look at a workload of any kind; undefined where nothing of it is news, as of a CronJob whose jobs succeed. */
export function lookAtWorkload(
  cluster: string,
  workload: WorkloadSnapshot,
  parts: WorkloadParts,
): WorkloadLook | undefined {
  if (workload.kind === 'Deployment') return lookAtDeployment({ cluster, deployment: workload, ...parts });
  const observation = observeWorkload(cluster, workload, parts);
  if (observation !== undefined) return lookOf(observation);
  if (runsToAnEnd(workload)) return undefined;

  const { namespace, kind, name, labels, annotations, containers, isDeleting } = workload;
  const unseen = isObserved(workload) ? 'revision-missing' : 'not-observed';
  return {
    workload: { cluster, namespace, kind, name },
    labels,
    annotations,
    revision: { number: 0, images: containers },
    phase: isDeleting ? 'deleting' : 'progressing',
    message: '',
    problems: [],
    gap: isDeleting ? 'deleting' : unseen,
  };
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
