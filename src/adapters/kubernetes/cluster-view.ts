import { observeDeployment } from '../../domain/rollout/deployment.ts';
import type { WorkloadObservation } from '../../domain/rollout/observation.ts';
import type { DeploymentSnapshot, PodSnapshot, ReplicaSetSnapshot } from '../../domain/rollout/snapshot.ts';
import type { WorkloadReference } from '../../domain/rollout/workload.ts';
import { createNamedIndex, type NamedIndex } from './named-index.ts';
import type { ObjectListener } from './object-cache.ts';
import { createOwnedIndex, type OwnedIndex } from './owned-index.ts';

/** The workloads of one cluster as the reflectors know them. */
export interface ClusterView {
  readonly deployments: ObjectListener<DeploymentSnapshot>;
  readonly replicaSets: ObjectListener<ReplicaSetSnapshot>;
  readonly pods: ObjectListener<PodSnapshot>;
  /** Undefined when there is no such workload (any more). */
  reference(uid: string): WorkloadReference | undefined;
  observe(uid: string): WorkloadObservation | undefined;
  uids(): readonly string[];
}

interface Indexes {
  readonly deployments: NamedIndex<DeploymentSnapshot>;
  readonly replicaSets: OwnedIndex<ReplicaSetSnapshot>;
  readonly pods: OwnedIndex<PodSnapshot>;
}

type OnDirty = (uid: string) => void;

/** `onDirty` is told of each workload whose parts have changed; of a uid that is no workload's, too. */
export function createClusterView(cluster: string, onDirty: OnDirty): ClusterView {
  const indexes: Indexes = {
    deployments: createNamedIndex(),
    replicaSets: createOwnedIndex(),
    pods: createOwnedIndex(),
  };

  return {
    deployments: followDeployments(indexes, onDirty),
    replicaSets: followOwned(indexes.replicaSets, ({ ownerUid }) => onDirty(ownerUid)),
    pods: followOwned(indexes.pods, ({ ownerUid }) =>
      onDirty(indexes.replicaSets.get(ownerUid)?.ownerUid ?? ''),
    ),
    reference(uid) {
      const deployment = indexes.deployments.get(uid);
      if (deployment === undefined) return undefined;
      return { cluster, namespace: deployment.namespace, kind: 'Deployment', name: deployment.name };
    },
    observe(uid) {
      const deployment = indexes.deployments.get(uid);
      return deployment === undefined ? undefined : observe(cluster, deployment, indexes);
    },
    uids: indexes.deployments.uids,
  };
}

function followDeployments({ deployments }: Indexes, onDirty: OnDirty): ObjectListener<DeploymentSnapshot> {
  return {
    onUpsert(deployment) {
      // A list may bring the new one of a name before the end of the old.
      const replaced = deployments.put(deployment);
      if (replaced !== undefined) onDirty(replaced.uid);
      onDirty(deployment.uid);
    },
    onRemove(deployment) {
      if (deployments.remove(deployment)) onDirty(deployment.uid);
    },
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

function observe(
  cluster: string,
  deployment: DeploymentSnapshot,
  indexes: Indexes,
): WorkloadObservation | undefined {
  const replicaSets = indexes.replicaSets.ownedBy(deployment.uid);
  // Only the current revision's pods are looked at; the old ones' would be copied for nothing.
  const current = replicaSets.filter((set) => set.revision === deployment.revision);
  const pods = current.flatMap((set) => indexes.pods.ownedBy(set.uid));
  return observeDeployment({ cluster, deployment, replicaSets, pods });
}
