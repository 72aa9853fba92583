import { observeDeployment } from '../../domain/rollout/deployment.ts';
import type { WorkloadObservation } from '../../domain/rollout/observation.ts';
import type { DeploymentSnapshot, PodSnapshot, ReplicaSetSnapshot } from '../../domain/rollout/snapshot.ts';
import type { WorkloadReference } from '../../domain/rollout/workload.ts';
import type { ObjectListener } from './object-cache.ts';
import { createOwnedIndex } from './owned-index.ts';

/** The workloads of one cluster as the reflectors know them. `onDirty` is told of each whose parts have changed. */
export interface ClusterView {
  readonly deployments: ObjectListener<DeploymentSnapshot>;
  readonly replicaSets: ObjectListener<ReplicaSetSnapshot>;
  readonly pods: ObjectListener<PodSnapshot>;
  /** Undefined when there is no such workload (any more). */
  reference(uid: string): WorkloadReference | undefined;
  observe(uid: string): WorkloadObservation | undefined;
  uids(): readonly string[];
}

export function createClusterView(cluster: string, onDirty: (uid: string) => void): ClusterView {
  const deployments = new Map<string, DeploymentSnapshot>();
  /** A workload that was deleted and made again under its name is another one; a list may bring it before the end of the old. */
  const uidByName = new Map<string, string>();
  const replicaSets = new Map<string, ReplicaSetSnapshot>();
  const setsByDeployment = createOwnedIndex<ReplicaSetSnapshot>();
  const podsByReplicaSet = createOwnedIndex<PodSnapshot>();

  const nameOf = ({ namespace, name }: DeploymentSnapshot) => `${namespace}/${name}`;

  const removeDeployment = (deployment: DeploymentSnapshot) => {
    if (uidByName.get(nameOf(deployment)) === deployment.uid) uidByName.delete(nameOf(deployment));
    if (deployments.delete(deployment.uid)) onDirty(deployment.uid);
  };

  const markOwnerOf = (pod: PodSnapshot) => {
    const owner = replicaSets.get(pod.ownerUid)?.ownerUid;
    if (owner !== undefined) onDirty(owner);
  };

  return {
    deployments: {
      onUpsert(deployment) {
        const earlier = deployments.get(uidByName.get(nameOf(deployment)) ?? '');
        if (earlier !== undefined && earlier.uid !== deployment.uid) removeDeployment(earlier);
        uidByName.set(nameOf(deployment), deployment.uid);
        deployments.set(deployment.uid, deployment);
        onDirty(deployment.uid);
      },
      onRemove: removeDeployment,
    },
    replicaSets: {
      onUpsert(set, previous) {
        replicaSets.set(set.uid, set);
        setsByDeployment.put(set, previous);
        onDirty(set.ownerUid);
        if (previous !== undefined && previous.ownerUid !== set.ownerUid) onDirty(previous.ownerUid);
      },
      onRemove(set) {
        replicaSets.delete(set.uid);
        setsByDeployment.remove(set);
        onDirty(set.ownerUid);
      },
    },
    pods: {
      onUpsert(pod, previous) {
        podsByReplicaSet.put(pod, previous);
        markOwnerOf(pod);
        if (previous !== undefined && previous.ownerUid !== pod.ownerUid) markOwnerOf(previous);
      },
      onRemove(pod) {
        podsByReplicaSet.remove(pod);
        markOwnerOf(pod);
      },
    },
    reference(uid) {
      const deployment = deployments.get(uid);
      if (deployment === undefined) return undefined;
      return { cluster, namespace: deployment.namespace, kind: 'Deployment', name: deployment.name };
    },
    observe(uid) {
      const deployment = deployments.get(uid);
      if (deployment === undefined) return undefined;
      const sets = setsByDeployment.ownedBy(uid);
      // Only the current revision's pods are looked at; the old ones' would be copied for nothing.
      const current = sets.filter((set) => set.revision === deployment.revision);
      const pods = current.flatMap((set) => podsByReplicaSet.ownedBy(set.uid));
      return observeDeployment({ cluster, deployment, replicaSets: sets, pods });
    },
    uids: () => [...deployments.keys()],
  };
}
