import type { Cluster } from '../../cluster.ts';
import { isSame } from '../../json-path.ts';
import type { Pod } from '../../model.ts';
import { controllerRevisions, pods, statefulSets } from '../../resources.ts';
import { keyOf } from '../../store.ts';
import type { ControllerRevision, StatefulSet, StatefulSetStatus } from '../../workload-model.ts';
import { controllerOf, createOwnerIndex } from '../ownership.ts';
import { isAvailable, isTerminating, notesFor, readySince, statusWriter } from '../pod-control.ts';
import { type History, syncHistory, truncateHistory } from '../revision-history.ts';
import { createWorkQueue } from '../work-queue.ts';
import { reconcile } from './reconcile.ts';
import { type Pass, revisionLabel } from './replica.ts';

function countsOf({ cluster, set, current, update }: Pass, owned: Pod[]) {
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const staying = owned.filter((pod) => !isTerminating(pod));
  const onRevision = ({ metadata: { name } }: ControllerRevision) =>
    staying.filter((pod) => pod.metadata.labels?.[revisionLabel] === name).length;
  return {
    replicas: owned.length,
    ready: owned.filter((pod) => readySince(pod) !== undefined).length,
    available: owned.filter((pod) => isAvailable(pod, minReadySeconds, cluster.now())).length,
    current: onRevision(current),
    updated: onRevision(update),
  };
}

/** The update revision becomes the current one when every replica has it: completeRollingUpdate. */
function statusOf(pass: Pass, owned: Pod[], collisionCount: number): StatefulSetStatus {
  const { set, current, update } = pass;
  const counts = countsOf(pass, owned);
  const isComplete =
    set.spec.updateStrategy.type === 'RollingUpdate' &&
    [counts.updated, counts.ready, counts.replicas].every((count) => count === set.spec.replicas);
  const currentReplicas = isComplete ? counts.updated : counts.current;
  return {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: counts.replicas,
    ...(counts.ready === 0 ? {} : { readyReplicas: counts.ready }),
    ...(currentReplicas === 0 ? {} : { currentReplicas }),
    ...(counts.updated === 0 ? {} : { updatedReplicas: counts.updated }),
    currentRevision: isComplete ? update.metadata.name : current.metadata.name,
    updateRevision: update.metadata.name,
    collisionCount,
    availableReplicas: counts.available,
  };
}

function writeStatus(cluster: Cluster, set: StatefulSet, status: StatefulSetStatus): void {
  const { namespace, name, uid } = set.metadata;
  const found = cluster.objects.find<StatefulSet>(statefulSets, namespace, name);
  if (found === undefined || found.metadata.uid !== uid || isSame(found.status, status)) return;
  cluster.objects.update(statefulSets, { ...found, status }, statusWriter);
}

export function startStatefulSetController(cluster: Cluster): void {
  const ownedPods = createOwnerIndex(cluster, pods);
  const ownedRevisions = createOwnerIndex(cluster, controllerRevisions);

  function historyOf(set: StatefulSet): History {
    const owned = ownedRevisions.ownedBy<ControllerRevision>(set.metadata.uid ?? '');
    const collisionCount = set.status?.collisionCount ?? 0;
    return syncHistory(cluster, set, owned, { hashLabel: 'controller.kubernetes.io/hash', collisionCount });
  }

  function sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const set = cluster.objects.find<StatefulSet>(statefulSets, namespace, name);
    if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
    const history = historyOf(set);
    const podsNow = () => ownedPods.ownedBy<Pod>(set.metadata.uid ?? '');
    const { update } = history;
    const pass: Pass = {
      cluster,
      set,
      notes: notesFor(cluster, set, 'statefulset-controller'),
      current: history.all.find((each) => each.metadata.name === set.status?.currentRevision) ?? update,
      update,
      pods: podsNow(),
    };
    if (reconcile(pass) === 'refused') queue.addAfter(key, cluster.paced(1000));
    const status = statusOf(pass, podsNow(), history.collisionCount);
    writeStatus(cluster, set, status);
    tidy(set, history, status);
    if ((status.readyReplicas ?? 0) > status.availableReplicas) queue.addAfter(key, 1000);
  }

  function tidy(set: StatefulSet, history: History, status: StatefulSetStatus): void {
    const owned = ownedPods.ownedBy<Pod>(set.metadata.uid ?? '');
    const live = new Set(owned.map((pod) => pod.metadata.labels?.[revisionLabel]));
    live.add(status.currentRevision).add(status.updateRevision);
    const isLive = (each: ControllerRevision) => live.has(each.metadata.name);
    truncateHistory(cluster, history, isLive, set.spec.revisionHistoryLimit);
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe(({ resource, stored, type }) => {
    if (resource === statefulSets && type !== 'DELETED') queue.add(stored.key);
    if (resource !== pods && resource !== controllerRevisions) return;
    const owner = controllerOf(stored.object);
    if (owner?.kind === 'StatefulSet') queue.add(keyOf(stored.object.metadata.namespace, owner.name));
  });
}
