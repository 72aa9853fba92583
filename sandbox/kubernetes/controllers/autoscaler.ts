import { type Cluster, timestamp } from '../cluster.ts';
import { isSame } from '../json-path.ts';
import type { Condition, KubernetesObject } from '../model.ts';
import { autoscalers } from '../resources.ts';
import { keyOf } from '../store.ts';
import { type Finding, withCondition } from './conditions.ts';
import { createWorkQueue } from './work-queue.ts';

interface Autoscaler extends KubernetesObject {
  spec: { scaleTargetRef: { kind: string; name: string } };
  status?: { conditions?: Condition[] };
}

const writer = { manager: 'kube-controller-manager', subresource: 'status' };
const withoutMetrics =
  'the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: the server could not find the requested resource (get pods.metrics.k8s.io)';

/**
 * The horizontal pod autoscaler of a cluster without a metrics server, which this one is: it finds what it is to scale,
 * and never learns how busy that is.
 */
export function startAutoscalerController(cluster: Cluster): void {
  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const autoscaler = cluster.objects.find<Autoscaler>(autoscalers, namespace, name);
    if (autoscaler === undefined) return;
    const at = timestamp(cluster.now());
    const before = autoscaler.status?.conditions ?? [];
    const conditions = findingsOf(autoscaler, namespace).reduce(
      (known, finding) => withCondition(known, finding, at),
      before,
    );
    if (isSame(conditions, before)) return;
    const status = { ...autoscaler.status, conditions };
    cluster.objects.update(autoscalers, { ...autoscaler, status }, writer);
  }

  function findingsOf({ spec }: Autoscaler, namespace: string): Finding[] {
    const { kind, name } = spec.scaleTargetRef;
    const resource = cluster.served.find((each) => each.kind === kind);
    const target = resource && cluster.objects.find(resource, namespace, name);
    if (target === undefined) {
      const message = `the HPA controller was unable to get the target's current scale: ${kind} "${name}" not found`;
      return [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }];
    }
    const found = "the HPA controller was able to get the target's current scale";
    return [
      { type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale', message: found },
      { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message: withoutMetrics },
    ];
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe(({ resource, type, stored }) => {
    if (resource === autoscalers) {
      if (type !== 'DELETED') queue.add(stored.key);
      return;
    }
    if (type === 'MODIFIED') return;
    // What it is to scale has come or gone.
    const { namespace = '', name } = stored.object.metadata;
    for (const { metadata, spec } of cluster.objects.all<Autoscaler>(autoscalers, namespace)) {
      const { scaleTargetRef } = spec;
      if (scaleTargetRef.kind === stored.object.kind && scaleTargetRef.name === name) {
        queue.add(keyOf(namespace, metadata.name));
      }
    }
  });
}
