import type { WorkloadObservation } from '../../domain/rollout/observation.ts';
import { observeWorkload, type WorkloadParts } from '../../domain/rollout/observe.ts';
import type { PodSnapshot, ReplicaSetSnapshot } from '../../domain/rollout/snapshot.ts';
import { type WorkloadReference, workloadKey } from '../../domain/rollout/workload.ts';
import type {
  ControllerRevisionSnapshot,
  JobSnapshot,
  WorkloadSnapshot,
} from '../../domain/rollout/workload-snapshot.ts';
import { createNamedIndex } from './named-index.ts';
import type { ObjectListener } from './object-cache.ts';
import { createOwnedIndex, type OwnedIndex } from './owned-index.ts';

/** The workloads of one cluster as the reflectors know them. */
export interface ClusterView {
  /** For every kind of workload. */
  readonly workloads: ObjectListener<WorkloadSnapshot>;
  readonly replicaSets: ObjectListener<ReplicaSetSnapshot>;
  readonly controllerRevisions: ObjectListener<ControllerRevisionSnapshot>;
  readonly pods: ObjectListener<PodSnapshot>;
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
}

type OnDirty = (uid: string) => void;

/** `onDirty` is told of each workload whose parts have changed; of a uid that is no workload's, too. */
export function createClusterView(cluster: string, onDirty: OnDirty): ClusterView {
  const referenceOf = ({ namespace, kind, name }: WorkloadSnapshot) => ({ cluster, namespace, kind, name });
  const workloads = createNamedIndex<WorkloadSnapshot>((workload) => workloadKey(referenceOf(workload)));
  const indexes: Indexes = {
    replicaSets: createOwnedIndex(),
    controllerRevisions: createOwnedIndex(),
    jobs: createOwnedIndex(),
    pods: createOwnedIndex(),
  };
  const ownedJobs = followOwned(indexes.jobs, ({ ownerUid }) => onDirty(ownerUid));
  // A pod's owner is a workload, or belongs to one.
  const markOwners = (uid: string) => {
    if (workloads.get(uid) !== undefined) onDirty(uid);
    onDirty((indexes.replicaSets.get(uid) ?? indexes.jobs.get(uid))?.ownerUid ?? '');
  };

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
        if (workloads.remove(workload)) onDirty(workload.uid);
        if (workload.kind === 'Job') ownedJobs.onRemove(workload);
      },
    },
    replicaSets: followOwned(indexes.replicaSets, ({ ownerUid }) => onDirty(ownerUid)),
    controllerRevisions: followOwned(indexes.controllerRevisions, ({ ownerUid }) => onDirty(ownerUid)),
    pods: followOwned(indexes.pods, ({ ownerUid }) => markOwners(ownerUid)),
    reference(uid) {
      const workload = workloads.get(uid);
      return workload === undefined ? undefined : referenceOf(workload);
    },
    observe(uid) {
      const workload = workloads.get(uid);
      return workload === undefined
        ? undefined
        : observeWorkload(cluster, workload, partsOf(workload, indexes));
    },
    uids: workloads.uids,
  };
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
  // Of ReplicaSets only the current revision's pods are looked at; the old ones' would be copied for nothing.
  const revision = 'revision' in workload ? workload.revision : undefined;
  const owners = [uid, ...replicaSets.filter((set) => set.revision === revision).map((set) => set.uid)];
  const pods = [...owners, ...jobs.map((job) => job.uid)].flatMap(indexes.pods.ownedBy);
  return { replicaSets, controllerRevisions: indexes.controllerRevisions.ownedBy(uid), jobs, pods };
}
