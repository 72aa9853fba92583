import type { Pod } from '../../model.ts';
import { hasEnded, isTerminating } from '../pod-control.ts';
import { createReplica, deleteReplica, isHealthy, ordinalOf, type Pass, revisionLabel } from './replica.ts';

/** done: nothing stands in the way; waiting: an ordered set stops here; refused: the API took no pod. */
export type Step = 'done' | 'waiting' | 'refused';

function replicasOf(pass: Pass): (Pod | undefined)[] {
  const byOrdinal = new Map(pass.pods.map((pod) => [ordinalOf(pass, pod), pod]));
  return Array.from({ length: pass.set.spec.replicas }, (_, ordinal) => byOrdinal.get(ordinal));
}

function processReplica(pass: Pass, pod: Pod | undefined, ordinal: number): Step {
  if (pod === undefined) return createReplica(pass, ordinal) ? 'waiting' : 'refused';
  if (hasEnded(pod)) {
    if (!isTerminating(pod)) deleteReplica(pass, pod);
    return 'waiting';
  }
  return isHealthy(pass, pod) ? 'done' : 'waiting';
}

/**
 * Each replica in its order. An ordered set goes no further than the first that is not ready, which is why it stays
 * stuck on a bad image even after the template is reverted: kubernetes/kubernetes#67250.
 */
function processReplicas(pass: Pass, isOrdered: boolean): Step {
  for (const [ordinal, pod] of replicasOf(pass).entries()) {
    const step = processReplica(pass, pod, ordinal);
    if (step === 'refused' || (isOrdered && step === 'waiting')) return step;
  }
  return 'done';
}

/** The replicas over the count, highest ordinal first. */
function processCondemned(pass: Pass, isOrdered: boolean): Step {
  const rank = (pod: Pod) => ordinalOf(pass, pod) ?? -1;
  const condemned = pass.pods
    .filter((pod) => rank(pod) >= pass.set.spec.replicas)
    .sort((left, right) => rank(right) - rank(left));
  // The lowest unhealthy one may go although it is not ready; the others wait for it.
  const firstUnhealthy = condemned.filter((pod) => !isHealthy(pass, pod)).at(-1);
  for (const pod of condemned) {
    if (isTerminating(pod)) {
      if (isOrdered) return 'waiting';
      continue;
    }
    if (isOrdered && !isHealthy(pass, pod) && pod !== firstUnhealthy) return 'waiting';
    deleteReplica(pass, pod);
    if (isOrdered) return 'waiting';
  }
  return 'done';
}

/** Replaces the highest ordinal that is not on the update revision, one at a time, down to the partition. */
function updateNext(pass: Pass): void {
  const { type, rollingUpdate } = pass.set.spec.updateStrategy;
  if (type === 'OnDelete') return;
  const partition = rollingUpdate?.partition ?? 0;
  for (const pod of replicasOf(pass).slice(partition).reverse()) {
    if (pod === undefined) return;
    const isUpdated = pod.metadata.labels?.[revisionLabel] === pass.update.metadata.name;
    if (!isUpdated && !isTerminating(pod)) return void deleteReplica(pass, pod);
    if (!isHealthy(pass, pod)) return;
  }
}

/** updateStatefulSet in stateful_set_control.go. */
export function reconcile(pass: Pass): Step {
  const isOrdered = pass.set.spec.podManagementPolicy !== 'Parallel';
  const replicas = processReplicas(pass, isOrdered);
  if (replicas !== 'done') return replicas;
  const condemned = processCondemned(pass, isOrdered);
  if (condemned === 'done') updateNext(pass);
  return condemned;
}
