import { type Cluster, timestamp } from '../cluster.ts';
import { recordEvent } from '../event-recorder.ts';
import { isSame } from '../json-path.ts';
import type { Condition, Pod, ReplicaSet, ReplicaSetStatus } from '../model.ts';
import { nameSuffix } from '../objects.ts';
import { pods, replicaSets } from '../resources.ts';
import { ApiError } from '../status.ts';
import { keyOf } from '../store.ts';
import { conditionOf } from './conditions.ts';
import { controllerOf, createOwnerIndex } from './ownership.ts';
import {
  createOwnedPod,
  deleteOwned,
  isActive,
  isAvailable,
  readySince,
  statusWriter,
} from './pod-control.ts';
import { createWorkQueue } from './work-queue.ts';

const component = 'replicaset-controller';

function createPod(cluster: Cluster, owner: ReplicaSet): void {
  const name = `${owner.metadata.name}-${nameSuffix()}`;
  const created = createOwnedPod(cluster, owner, { name, template: owner.spec.template });
  const message = `Created pod: ${created.metadata.name}`;
  recordEvent(cluster, owner, { type: 'Normal', reason: 'SuccessfulCreate', message, component });
}

/** Pods that give the least come first: unscheduled, then not ready, then the youngest. */
function deletionOrder(left: Pod, right: Pod): number {
  const rank = (pod: Pod) => (pod.spec.nodeName === undefined ? 0 : readySince(pod) === undefined ? 1 : 2);
  const age = (pod: Pod) => readySince(pod) ?? Date.parse(pod.metadata.creationTimestamp ?? '');
  return rank(left) - rank(right) || age(right) - age(left);
}

function deletePods(cluster: Cluster, owner: ReplicaSet, chosen: Pod[]): void {
  for (const pod of chosen) {
    deleteOwned(cluster, pods, pod);
    const message = `Deleted pod: ${pod.metadata.name}`;
    recordEvent(cluster, owner, { type: 'Normal', reason: 'SuccessfulDelete', message, component });
  }
}

/** Brings the number of pods to the spec; returns why a pod could not be created, if so. */
function adjust(cluster: Cluster, owner: ReplicaSet, active: Pod[]): string {
  const missing = owner.spec.replicas - active.length;
  try {
    for (let count = 0; count < missing; count += 1) createPod(cluster, owner);
    if (missing < 0) deletePods(cluster, owner, [...active].sort(deletionOrder).slice(0, -missing));
    return '';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const message = `Error creating: ${error.message}`;
    recordEvent(cluster, owner, { type: 'Warning', reason: 'FailedCreate', message, component });
    return error.message;
  }
}

function failureConditions(owner: ReplicaSet, failure: string, now: Date): Condition[] {
  const others = (owner.status?.conditions ?? []).filter((condition) => condition.type !== 'ReplicaFailure');
  if (failure === '') return others;
  const known = conditionOf(owner.status?.conditions, 'ReplicaFailure');
  // A standing failure keeps its first words: the quota message counts up at every attempt.
  if (known !== undefined) return [...others, known];
  const lastTransitionTime = timestamp(now);
  return [
    ...others,
    { type: 'ReplicaFailure', status: 'True', lastTransitionTime, reason: 'FailedCreate', message: failure },
  ];
}

function statusOf(owner: ReplicaSet, active: Pod[], failure: string, now: Date): ReplicaSetStatus {
  const ready = active.filter((pod) => readySince(pod) !== undefined);
  const available = active.filter((pod) => isAvailable(pod, owner.spec.minReadySeconds ?? 0, now));
  const conditions = failureConditions(owner, failure, now);
  return {
    replicas: active.length,
    ...(active.length === 0 ? {} : { fullyLabeledReplicas: active.length }),
    ...(ready.length === 0 ? {} : { readyReplicas: ready.length }),
    ...(available.length === 0 ? {} : { availableReplicas: available.length }),
    ...(conditions.length === 0 ? {} : { conditions }),
    observedGeneration: owner.metadata.generation ?? 1,
  };
}

export function startReplicaSetController(cluster: Cluster): void {
  const owned = createOwnerIndex(cluster, pods);
  const failures = new Map<string, number>();

  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const owner = cluster.objects.find<ReplicaSet>(replicaSets, namespace, name);
    if (owner === undefined) return void failures.delete(key);
    const activePods = () => owned.ownedBy<Pod>(owner.metadata.uid ?? '').filter(isActive);
    const active = activePods();
    const failure = owner.metadata.deletionTimestamp === undefined ? adjust(cluster, owner, active) : '';
    retryLater(key, failure);
    const status = statusOf(owner, active, failure, cluster.now());
    const current = cluster.objects.find<ReplicaSet>(replicaSets, namespace, name);
    if (current === undefined || isSame(current.status, status)) return;
    cluster.objects.update(replicaSets, { ...current, status }, statusWriter);
    if ((status.readyReplicas ?? 0) > (status.availableReplicas ?? 0))
      queue.addAfter(key, Math.max(1000, (owner.spec.minReadySeconds ?? 0) * 1000));
  }

  function retryLater(key: string, failure: string): void {
    if (failure === '') return void failures.delete(key);
    const attempt = failures.get(key) ?? 0;
    failures.set(key, attempt + 1);
    queue.addAfter(key, cluster.paced(Math.min(1000 * 2 ** attempt, 60_000)));
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe(({ resource, stored, type }) => {
    if (resource === replicaSets && type !== 'DELETED') queue.add(stored.key);
    if (resource !== pods) return;
    const owner = controllerOf(stored.object);
    if (owner?.kind === 'ReplicaSet') queue.add(keyOf(stored.object.metadata.namespace, owner.name));
  });
}
