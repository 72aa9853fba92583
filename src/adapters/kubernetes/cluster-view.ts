import { withinReason } from '../../domain/problem/within-reason.ts';
import { detectManager } from '../../domain/rollback/manager.ts';
import { type ManagerSnapshot, workloadKey } from '../../domain/rollback/manager-snapshot.ts';
import type { AutoscalerSnapshot } from '../../domain/rollout/autoscaler-snapshot.ts';
import type { NodeSnapshot } from '../../domain/rollout/node-snapshot.ts';
import type { WorkloadObservation } from '../../domain/rollout/observation.ts';
import { observeWorkload, type WorkloadParts } from '../../domain/rollout/observe.ts';
import type { PodSnapshot, ReplicaSetSnapshot } from '../../domain/rollout/snapshot.ts';
import type { WorkloadReference } from '../../domain/rollout/workload.ts';
import type {
  ControllerRevisionSnapshot,
  JobSnapshot,
  WorkloadSnapshot,
} from '../../domain/rollout/workload-snapshot.ts';
import { type AutoscalerIndex, createAutoscalerIndex } from './autoscaler-index.ts';
import { createManagerIndex, type ManagerIndex } from './manager-index.ts';
import { createNamedIndex } from './named-index.ts';
import { createNodeIndex, type NodeIndex } from './node-index.ts';
import type { ObjectListener } from './object-cache.ts';
import { createOwnedIndex, type OwnedIndex } from './owned-index.ts';

/** The workloads of one cluster as the reflectors know them. */
export interface ClusterView {
  /** For every kind of workload. */
  readonly workloads: ObjectListener<WorkloadSnapshot>;
  readonly replicaSets: ObjectListener<ReplicaSetSnapshot>;
  readonly controllerRevisions: ObjectListener<ControllerRevisionSnapshot>;
  readonly pods: ObjectListener<PodSnapshot>;
  readonly nodes: ObjectListener<NodeSnapshot>;
  readonly autoscalers: ObjectListener<AutoscalerSnapshot>;
  readonly managers: ObjectListener<ManagerSnapshot>;
  /** All managers of the kind are known: until then nobody can say who manages what bears no mark. */
  completeManagers(kind: ManagerSnapshot['kind']): void;
  /** Undefined when there is no such workload (any more). */
  reference(uid: string): WorkloadReference | undefined;
  observe(uid: string): WorkloadObservation | undefined;
  uids(): readonly string[];
}

interface Indexes {
  readonly replicaSets: OwnedIndex<ReplicaSetSnapshot>;
  readonly controllerRevisions: OwnedIndex<ControllerRevisionSnapshot>;
  /** Those that somebody controls, such as a CronJob. */
  readonly jobs: OwnedIndex<JobSnapshot>;
  readonly pods: OwnedIndex<PodSnapshot>;
  readonly nodes: NodeIndex;
  readonly autoscalers: AutoscalerIndex;
  readonly managers: ManagerIndex;
}

interface Named {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

type OnDirty = (uid: string) => void;

/**
 * `onDirty` is told of each workload whose parts have changed; of a uid that is no workload's, too. `onLeaving` is told of
 * one that is about to go, or a Job of which is, while that is still there to be observed.
 */
export function createClusterView(
  cluster: string,
  onDirty: OnDirty,
  onLeaving: OnDirty = () => undefined,
): ClusterView {
  const referenceOf = ({ namespace, kind, name }: WorkloadSnapshot) => ({ cluster, namespace, kind, name });
  const workloads = createNamedIndex<WorkloadSnapshot>(workloadKey);
  const indexes: Indexes = {
    replicaSets: createOwnedIndex(),
    controllerRevisions: createOwnedIndex(),
    jobs: createOwnedIndex(),
    pods: createOwnedIndex(),
    nodes: createNodeIndex((name) => markNode(name)),
    autoscalers: createAutoscalerIndex((target) => markNamed(target)),
    managers: createManagerIndex((held) => markManaged(held)),
  };
  const ownedJobs = followOwned(indexes.jobs, ({ ownerUid }) => onDirty(ownerUid));
  // A pod's owner is a workload, or belongs to one.
  const markOwners = (uid: string) => {
    if (workloads.get(uid) !== undefined) onDirty(uid);
    onDirty((indexes.replicaSets.get(uid) ?? indexes.jobs.get(uid))?.ownerUid ?? '');
  };
  // Nodes change their minds seldom: looking through all pods then costs less than an index of them all the time.
  const markNode = (name: string) => {
    for (const pod of indexes.pods.all()) if (pod.nodeName === name) markOwners(pod.ownerUid);
  };
  // Managers are changed as seldom.
  const markManaged = (held: readonly string[]) => {
    for (const uid of workloads.uids()) if (isManaged(workloads.get(uid))) onDirty(uid);
    for (const key of held) onDirty(workloads.named(key)?.uid ?? '');
  };
  const markNamed = (target: Named) => onDirty(workloads.named(workloadKey(target))?.uid ?? '');

  return {
    workloads: {
      onUpsert(workload, previous) {
        // A list may bring the new one of a name before the end of the old.
        const replaced = workloads.put(workload);
        if (replaced !== undefined) onDirty(replaced.uid);
        onDirty(workload.uid);
        if (workload.kind === 'Job') {
          ownedJobs.onUpsert(workload, previous?.kind === 'Job' ? previous : undefined);
        }
      },
      onRemove(workload) {
        onLeaving(workload.uid);
        // A CronJob shows its Jobs, and may keep none that failed.
        if (workload.kind === 'Job') onLeaving(workload.ownerUid);
        if (workloads.remove(workload)) onDirty(workload.uid);
        if (workload.kind === 'Job') ownedJobs.onRemove(workload);
      },
    },
    replicaSets: followOwned(indexes.replicaSets, ({ ownerUid }) => onDirty(ownerUid)),
    controllerRevisions: followOwned(indexes.controllerRevisions, ({ ownerUid }) => onDirty(ownerUid)),
    pods: followOwned(indexes.pods, ({ ownerUid }) => markOwners(ownerUid)),
    nodes: indexes.nodes,
    autoscalers: indexes.autoscalers,
    managers: indexes.managers,
    completeManagers(kind) {
      indexes.managers.complete(kind);
      for (const uid of workloads.uids()) onDirty(uid);
    },
    reference(uid) {
      const workload = workloads.get(uid);
      return workload === undefined ? undefined : referenceOf(workload);
    },
    observe(uid) {
      const workload = workloads.get(uid);
      if (workload === undefined) return undefined;
      const observation = observeWorkload(cluster, workload, partsOf(workload, indexes));
      return observation && withinReason(observation);
    },
    uids: workloads.uids,
  };
}

function isManaged(workload: WorkloadSnapshot | undefined): boolean {
  return workload !== undefined && detectManager(workload.labels, workload.annotations).kind !== 'none';
}

function followOwned<T extends { readonly uid: string; readonly ownerUid: string }>(
  index: OwnedIndex<T>,
  markOwner: (object: T) => void,
): ObjectListener<T> {
  return {
    onUpsert(object, previous) {
      index.put(object, previous);
      markOwner(object);
      if (previous !== undefined && previous.ownerUid !== object.ownerUid) markOwner(previous);
    },
    onRemove(object) {
      index.remove(object);
      markOwner(object);
    },
  };
}

function partsOf(workload: WorkloadSnapshot, indexes: Indexes): WorkloadParts {
  const { uid } = workload;
  const replicaSets = indexes.replicaSets.ownedBy(uid);
  const jobs = indexes.jobs.ownedBy(uid);
  const owners = [uid, ...replicaSets.map((set) => set.uid), ...jobs.map((job) => job.uid)];
  return {
    replicaSets,
    controllerRevisions: indexes.controllerRevisions.ownedBy(uid),
    jobs,
    pods: owners.flatMap(indexes.pods.ownedBy),
    nodes: indexes.nodes.troubled(),
    autoscalers: indexes.autoscalers.of(workload),
    managers: indexes.managers.objects,
  };
}
