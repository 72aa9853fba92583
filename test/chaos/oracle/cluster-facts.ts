import type { KubernetesObject } from '../../../sandbox/kubernetes/model.ts';
import type { ClusterClient } from '../company/cluster-client.ts';
import { hasCondition, imageOfTemplate, isThere, wantedPods } from '../company/workload-status.ts';
import type { Story } from '../plan/plan.ts';

/** How a workload stands in the cluster, by what kubectl shows of it. */
export interface WorkloadFacts {
  readonly version: string;
  readonly isThere: boolean;
  readonly hasFailed: boolean;
  readonly wanted: number;
  /** Pods of the newest version that are ready. */
  readonly ready: number;
}

const paths: Readonly<Record<string, string>> = {
  Deployment: '/apis/apps/v1/namespaces/prod/deployments',
  StatefulSet: '/apis/apps/v1/namespaces/prod/statefulsets',
  DaemonSet: '/apis/apps/v1/namespaces/prod/daemonsets',
  Job: '/apis/batch/v1/namespaces/prod/jobs',
};

export function pathOf({ kind, service }: Pick<Story, 'kind' | 'service'>): string {
  return `${paths[kind]}/${service}`;
}

/** The workloads that are there, by the names of their services. */
export async function readCluster(
  client: ClusterClient,
  stories: readonly Story[],
): Promise<ReadonlyMap<string, WorkloadFacts>> {
  const pods = await client.list('/api/v1/namespaces/prod/pods');
  const entries = await Promise.all(
    stories.map(async (story) => {
      const object = await client.get(pathOf(story));
      return object === undefined ? [] : [[story.service, factsOf(object, pods)] as const];
    }),
  );
  return new Map(entries.flat());
}

function factsOf(object: KubernetesObject, pods: readonly KubernetesObject[]): WorkloadFacts {
  const image = imageOfTemplate(object) ?? '';
  return {
    version: image.split(':').at(-1) ?? '',
    isThere: isThere(object),
    hasFailed: hasCondition(object, 'Failed'),
    wanted: wantedPods(object),
    ready: pods.filter((pod) => runs(pod, image) && isReady(pod)).length,
  };
}

interface PodFields {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
}

function runs(pod: KubernetesObject, image: string): boolean {
  const { metadata, spec } = pod as unknown as PodFields;
  return metadata.deletionTimestamp === undefined && spec.containers[0]?.image === image;
}

function isReady(pod: KubernetesObject): boolean {
  return hasCondition(pod, 'Ready');
}
