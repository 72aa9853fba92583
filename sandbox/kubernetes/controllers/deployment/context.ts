import type { Cluster } from '../../cluster.ts';
import { recordEvent } from '../../event-recorder.ts';
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../model.ts';
import { deployments, replicaSets } from '../../resources.ts';
import { fencesOf } from './fences.ts';
import { desiredKey, maxKey } from './revisions.ts';

const component = 'deployment-controller';
export const writer = { manager: 'kube-controller-manager' };

/** One sync of one Deployment. Reads after a write see the write. */
export interface Rollout {
  cluster: Cluster;
  deployment: Deployment;
  owned(): ReplicaSet[];
}

export function note(rollout: Rollout, type: 'Normal' | 'Warning', reason: string, message: string): void {
  recordEvent(rollout.cluster, rollout.deployment, { type, reason, message, component });
}

/** Writes the status; only the status endpoint may also carry the revision annotation, and it counts no generation. */
export function writeStatus(
  rollout: Rollout,
  status: DeploymentStatus,
  annotations?: Record<string, string>,
): void {
  const { metadata } = rollout.deployment;
  const changed = annotations === undefined ? metadata : { ...metadata, annotations };
  const { resourceVersion: _version, ...rest } = changed;
  rollout.deployment = rollout.cluster.objects.update<Deployment>(
    deployments,
    { ...rollout.deployment, metadata: rest, status },
    { ...writer, subresource: 'status' },
  );
}

/** Sets a ReplicaSet's replicas and says so; returns whether anything changed. */
export function scaleReplicaSet(rollout: Rollout, set: ReplicaSet, replicas: number): boolean {
  const { desired, maxSurge } = fencesOf(rollout.deployment);
  const wanted = { [desiredKey]: String(desired), [maxKey]: String(desired + maxSurge) };
  const annotations = { ...set.metadata.annotations, ...wanted };
  const isSized = set.spec.replicas === replicas;
  if (isSized && Object.entries(wanted).every(([key, value]) => set.metadata.annotations?.[key] === value))
    return false;
  const { resourceVersion: _version, ...metadata } = set.metadata;
  const scaled: ReplicaSet = {
    ...set,
    metadata: { ...metadata, annotations },
    spec: { ...set.spec, replicas },
  };
  rollout.cluster.objects.update(replicaSets, scaled, writer);
  if (isSized) return false;
  const direction = replicas > set.spec.replicas ? 'up' : 'down';
  const message = `Scaled ${direction} replica set ${set.metadata.name} from ${set.spec.replicas} to ${replicas}`;
  note(rollout, 'Normal', 'ScalingReplicaSet', message);
  return true;
}
