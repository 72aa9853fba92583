import type {
  ApplicationSnapshot,
  GitRepositorySnapshot,
  HelmReleaseSnapshot,
  KustomizationSnapshot,
} from '../../domain/rollback/manager-snapshot.ts';
import type { AutoscalerSnapshot } from '../../domain/rollout/autoscaler-snapshot.ts';
import type { NodeSnapshot } from '../../domain/rollout/node-snapshot.ts';
import type { DeploymentSnapshot, PodSnapshot, ReplicaSetSnapshot } from '../../domain/rollout/snapshot.ts';
import type {
  ArgoRolloutSnapshot,
  ControllerRevisionSnapshot,
  CronJobSnapshot,
  DaemonSetSnapshot,
  JobSnapshot,
  StatefulSetSnapshot,
} from '../../domain/rollout/workload-snapshot.ts';
import type { FactsReader } from './facts-reader.ts';
import type { Intern } from './intern.ts';
import type { JsonShape } from './json-shape.ts';
import { argoRolloutFields, projectArgoRollout } from './project-argo-rollout.ts';
import { autoscalerFields, projectAutoscaler } from './project-autoscaler.ts';
import { controllerRevisionFields, projectControllerRevision } from './project-controller-revision.ts';
import { daemonSetFields, projectDaemonSet } from './project-daemon-set.ts';
import { deploymentFields, projectDeployment } from './project-deployment.ts';
import { cronJobFields, jobFields, projectCronJob, projectJob } from './project-job.ts';
import {
  applicationFields,
  gitRepositoryFields,
  helmReleaseFields,
  kustomizationFields,
  projectApplication,
  projectGitRepository,
  projectHelmRelease,
  projectKustomization,
} from './project-manager.ts';
import type { Metadata } from './project-metadata.ts';
import { nodeFields, projectNode } from './project-node.ts';
import { podFields, projectPod } from './project-pod.ts';
import { projectReplicaSet, replicaSetFields } from './project-replica-set.ts';
import { projectStatefulSet, statefulSetFields } from './project-stateful-set.ts';

/** One kind of object: where the API server has it, and how its JSON becomes a snapshot. */
export interface ResourceKind<T extends Metadata> {
  readonly plural: string;
  /** `deployments.apps`, as RBAC names it. */
  readonly qualified: string;
  readonly base: string;
  /** All that `project` reads: nothing else of an object's JSON is ever parsed. */
  readonly fields: JsonShape;
  /** Undefined when the object cannot be told apart. Never throws. */
  readonly project: (value: unknown, intern: Intern, readFacts?: FactsReader) => T | undefined;
  /** Not every cluster has it: whether it is installed is looked up again now and then. */
  readonly isOptional?: boolean;
  /** It explains workloads, or says who manages them, and no rollout is made of it: what happens is told without it, too. */
  readonly isExplanatory?: boolean;
}

export const deployments: ResourceKind<DeploymentSnapshot> = {
  plural: 'deployments',
  qualified: 'deployments.apps',
  base: '/apis/apps/v1',
  fields: deploymentFields,
  project: projectDeployment,
};

export const statefulSets: ResourceKind<StatefulSetSnapshot> = {
  plural: 'statefulsets',
  qualified: 'statefulsets.apps',
  base: '/apis/apps/v1',
  fields: statefulSetFields,
  project: projectStatefulSet,
};

export const daemonSets: ResourceKind<DaemonSetSnapshot> = {
  plural: 'daemonsets',
  qualified: 'daemonsets.apps',
  base: '/apis/apps/v1',
  fields: daemonSetFields,
  project: projectDaemonSet,
};

export const jobs: ResourceKind<JobSnapshot> = {
  plural: 'jobs',
  qualified: 'jobs.batch',
  base: '/apis/batch/v1',
  fields: jobFields,
  project: projectJob,
};

export const cronJobs: ResourceKind<CronJobSnapshot> = {
  plural: 'cronjobs',
  qualified: 'cronjobs.batch',
  base: '/apis/batch/v1',
  fields: cronJobFields,
  project: projectCronJob,
};

export const argoRollouts: ResourceKind<ArgoRolloutSnapshot> = {
  plural: 'rollouts',
  qualified: 'rollouts.argoproj.io',
  base: '/apis/argoproj.io/v1alpha1',
  fields: argoRolloutFields,
  project: projectArgoRollout,
  isOptional: true,
};

export const controllerRevisions: ResourceKind<ControllerRevisionSnapshot> = {
  plural: 'controllerrevisions',
  qualified: 'controllerrevisions.apps',
  base: '/apis/apps/v1',
  fields: controllerRevisionFields,
  project: projectControllerRevision,
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

export const autoscalers: ResourceKind<AutoscalerSnapshot> = {
  plural: 'horizontalpodautoscalers',
  qualified: 'horizontalpodautoscalers.autoscaling',
  base: '/apis/autoscaling/v2',
  fields: autoscalerFields,
  project: projectAutoscaler,
  isOptional: true,
  isExplanatory: true,
};

/** Of the whole cluster: who is let into some namespaces only may not read them, and goes on without. */
export const nodes: ResourceKind<NodeSnapshot> = {
  plural: 'nodes',
  qualified: 'nodes',
  base: '/api/v1',
  fields: nodeFields,
  project: projectNode,
  isOptional: true,
  isExplanatory: true,
};

export const kustomizations: ResourceKind<KustomizationSnapshot> = {
  plural: 'kustomizations',
  qualified: 'kustomizations.kustomize.toolkit.fluxcd.io',
  base: '/apis/kustomize.toolkit.fluxcd.io/v1',
  fields: kustomizationFields,
  project: projectKustomization,
  isOptional: true,
  isExplanatory: true,
};

export const helmReleases: ResourceKind<HelmReleaseSnapshot> = {
  plural: 'helmreleases',
  qualified: 'helmreleases.helm.toolkit.fluxcd.io',
  base: '/apis/helm.toolkit.fluxcd.io/v2',
  fields: helmReleaseFields,
  project: projectHelmRelease,
  isOptional: true,
  isExplanatory: true,
};

export const gitRepositories: ResourceKind<GitRepositorySnapshot> = {
  plural: 'gitrepositories',
  qualified: 'gitrepositories.source.toolkit.fluxcd.io',
  base: '/apis/source.toolkit.fluxcd.io/v1',
  fields: gitRepositoryFields,
  project: projectGitRepository,
  isOptional: true,
  isExplanatory: true,
};

export const applications: ResourceKind<ApplicationSnapshot> = {
  plural: 'applications',
  qualified: 'applications.argoproj.io',
  base: '/apis/argoproj.io/v1alpha1',
  fields: applicationFields,
  project: projectApplication,
  isOptional: true,
  isExplanatory: true,
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
