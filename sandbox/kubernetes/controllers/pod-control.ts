import { deleteObject } from '../api/deletion.ts';
import type { Cluster } from '../cluster.ts';
import { recordEvent } from '../event-recorder.ts';
import type { KubernetesObject, Pod, PodSpec, PodTemplate, Strings } from '../model.ts';
import { pods, type Resource } from '../resources.ts';
import { controllerReference } from './ownership.ts';

export const writer = { manager: 'kube-controller-manager' };
export const statusWriter = { ...writer, subresource: 'status' };

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

export function hasEnded(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Neither ended nor on its way out. */
export function isActive(pod: Pod): boolean {
  return !hasEnded(pod) && !isTerminating(pod);
}

/** When the pod became ready, in milliseconds; undefined while it is not. */
export function readySince(pod: Pod): number | undefined {
  const ready = pod.status?.conditions?.find((condition) => condition.type === 'Ready');
  return ready?.status === 'True' ? Date.parse(ready.lastTransitionTime) : undefined;
}

/** Ready for at least `minReadySeconds`. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: Date): boolean {
  const since = readySince(pod);
  return since !== undefined && (minReadySeconds === 0 || since + minReadySeconds * 1000 <= now.getTime());
}

export interface PodPlan {
  name: string;
  template: PodTemplate;
  /** Besides those of the template. */
  labels?: Strings;
  annotations?: Strings;
  spec?: Partial<PodSpec>;
}

/** Creates a pod from a template, owned by the workload. Throws what the API refuses it with. */
export function createOwnedPod(cluster: Cluster, owner: KubernetesObject, plan: PodPlan): Pod {
  const { template, name } = plan;
  const labels = { ...template.metadata?.labels, ...plan.labels };
  const annotations = { ...template.metadata?.annotations, ...plan.annotations };
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace ?? '',
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: { ...template.spec, ...plan.spec },
  };
  return cluster.objects.create(pods, pod, writer);
}

/** Deletes with background propagation, as controllers do. */
export function deleteOwned(cluster: Cluster, resource: Resource, object: KubernetesObject): void {
  deleteObject(cluster, resource, object, {
    propagation: 'Background',
    graceSeconds: undefined,
    isDryRun: false,
    preconditions: {},
  });
}

export interface Notes {
  normal(reason: string, message: string): void;
  warning(reason: string, message: string): void;
}

/** Events about a workload, from one controller. */
export function notesFor(cluster: Cluster, about: KubernetesObject, component: string): Notes {
  return {
    normal: (reason, message) => recordEvent(cluster, about, { type: 'Normal', reason, message, component }),
    warning: (reason, message) =>
      recordEvent(cluster, about, { type: 'Warning', reason, message, component }),
  };
}
