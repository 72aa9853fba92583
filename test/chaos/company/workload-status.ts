import type { KubernetesObject } from '../../../sandbox/kubernetes/model.ts';

/** The fields of any kind of workload by which kubectl tells whether a rollout is done. */
interface WorkloadFields {
  readonly metadata: { readonly generation?: number };
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly readyReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** The image of the first container of the workload's template. */
export function imageOfTemplate(object: KubernetesObject): string | undefined {
  return fieldsOf(object).spec.template.spec.containers[0]?.image;
}

/** Whether all pods of the newest template are there and no other is: `kubectl rollout status` would say so. */
export function isThere(object: KubernetesObject): boolean {
  const { metadata, spec, status = {} } = fieldsOf(object);
  const isObserved = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  const wanted = spec.replicas ?? 1;
  switch (object.kind) {
    case 'Deployment':
      return (
        isObserved &&
        [status.replicas, status.updatedReplicas, status.availableReplicas].every((each) => each === wanted)
      );
    case 'StatefulSet':
      return (
        isObserved &&
        status.currentRevision === status.updateRevision &&
        [status.replicas, status.readyReplicas].every((each) => each === wanted)
      );
    case 'DaemonSet':
      return (
        isObserved &&
        (status.desiredNumberScheduled ?? 0) > 0 &&
        [status.updatedNumberScheduled, status.numberAvailable].every(
          (each) => each === status.desiredNumberScheduled,
        )
      );
    case 'Job':
      return hasCondition(object, 'Complete');
    default:
      return false;
  }
}

export function hasCondition(object: KubernetesObject, type: string): boolean {
  const { conditions = [] } = fieldsOf(object).status ?? {};
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}

/** How many pods it should have. */
export function wantedPods(object: KubernetesObject): number {
  const { spec, status = {} } = fieldsOf(object);
  return object.kind === 'DaemonSet' ? (status.desiredNumberScheduled ?? 0) : (spec.replicas ?? 1);
}

function fieldsOf(object: KubernetesObject): WorkloadFields {
  return object as unknown as WorkloadFields;
}
