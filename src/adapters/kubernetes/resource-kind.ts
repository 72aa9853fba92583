import type { DeploymentSnapshot, PodSnapshot, ReplicaSetSnapshot } from '../../domain/rollout/snapshot.ts';
import type { Intern } from './intern.ts';
import type { JsonShape } from './json-shape.ts';
import { deploymentFields, projectDeployment } from './project-deployment.ts';
import type { Metadata } from './project-metadata.ts';
import { podFields, projectPod } from './project-pod.ts';
import { projectReplicaSet, replicaSetFields } from './project-replica-set.ts';

/** One kind of object: where the API server has it, and how its JSON becomes a snapshot. */
export interface ResourceKind<T extends Metadata> {
  readonly plural: string;
  /** `deployments.apps`, as RBAC names it. */
  readonly qualified: string;
  readonly base: string;
  /** All that `project` reads: nothing else of an object's JSON is ever parsed. */
  readonly fields: JsonShape;
  /** Undefined when the object cannot be told apart. Never throws. */
  readonly project: (value: unknown, intern: Intern) => T | undefined;
}

export const deployments: ResourceKind<DeploymentSnapshot> = {
  plural: 'deployments',
  qualified: 'deployments.apps',
  base: '/apis/apps/v1',
  fields: deploymentFields,
  project: projectDeployment,
};

export const replicaSets: ResourceKind<ReplicaSetSnapshot> = {
  plural: 'replicasets',
  qualified: 'replicasets.apps',
  base: '/apis/apps/v1',
  fields: replicaSetFields,
  project: projectReplicaSet,
};

export const pods: ResourceKind<PodSnapshot> = {
  plural: 'pods',
  qualified: 'pods',
  base: '/api/v1',
  fields: podFields,
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
