import type { DeploymentSnapshot, PodSnapshot, ReplicaSetSnapshot } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import { projectDeployment } from './project-deployment.ts';
import type { Metadata } from './project-metadata.ts';
import { projectPod } from './project-pod.ts';
import { projectReplicaSet } from './project-replica-set.ts';

/** One kind of object: where the API server has it, and how its JSON becomes a snapshot. */
export interface ResourceKind<T extends Metadata> {
  readonly plural: string;
  /** `deployments.apps`, as RBAC names it. */
  readonly qualified: string;
  readonly base: string;
  /** Undefined when the object cannot be told apart. Never throws. */
  readonly project: (value: unknown, intern: Intern) => T | undefined;
}

export const deployments: ResourceKind<DeploymentSnapshot> = {
  plural: 'deployments',
  qualified: 'deployments.apps',
  base: '/apis/apps/v1',
  project: projectDeployment,
};

export const replicaSets: ResourceKind<ReplicaSetSnapshot> = {
  plural: 'replicasets',
  qualified: 'replicasets.apps',
  base: '/apis/apps/v1',
  project: projectReplicaSet,
};

export const pods: ResourceKind<PodSnapshot> = {
  plural: 'pods',
  qualified: 'pods',
  base: '/api/v1',
  project: projectPod,
};

/** Path of a kind's collection, in one namespace or in all. */
export function collectionPath(
  kind: Pick<ResourceKind<Metadata>, 'base' | 'plural'>,
  namespace?: string,
): string {
  return namespace === undefined
    ? `${kind.base}/${kind.plural}`
    : `${kind.base}/namespaces/${encodeURIComponent(namespace)}/${kind.plural}`;
}

/** Path of one object. */
export function objectPath(
  kind: Pick<ResourceKind<Metadata>, 'base' | 'plural'>,
  namespace: string,
  name: string,
): string {
  return `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;
}
