import type { Cluster } from '../../cluster.ts';
import type { Pod } from '../../model.ts';
import { pods } from '../../resources.ts';
import { ApiError } from '../../status.ts';
import type { ControllerRevision, StatefulSet } from '../../workload-model.ts';
import { createOwnedPod, deleteOwned, isAvailable, isTerminating, type Notes } from '../pod-control.ts';
import { templateOf } from '../revision-history.ts';

export const revisionLabel = 'controller-revision-hash';

/** One sync of one StatefulSet. */
export interface Pass {
  cluster: Cluster;
  set: StatefulSet;
  notes: Notes;
  current: ControllerRevision;
  update: ControllerRevision;
  pods: Pod[];
}

/** The number at the end of the pod's name; undefined when the name is not one of the set's. */
export function ordinalOf({ set }: Pass, pod: Pod): number | undefined {
  const prefix = `${set.metadata.name}-`;
  const rest = pod.metadata.name.slice(prefix.length);
  return pod.metadata.name.startsWith(prefix) && /^\d+$/.test(rest) ? Number(rest) : undefined;
}

export function isHealthy({ set, cluster }: Pass, pod: Pod): boolean {
  return !isTerminating(pod) && isAvailable(pod, set.spec.minReadySeconds ?? 0, cluster.now());
}

/** Pods below the partition come back with the revision they had. */
function revisionFor({ set, current, update }: Pass, ordinal: number): ControllerRevision {
  const { type, rollingUpdate } = set.spec.updateStrategy;
  return type === 'RollingUpdate' && ordinal < (rollingUpdate?.partition ?? 0) ? current : update;
}

function claimsOf({ spec }: StatefulSet, podName: string) {
  return (spec.volumeClaimTemplates ?? []).map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: `${name}-${podName}` },
  }));
}

/** Returns whether the API took the pod. */
export function createReplica(pass: Pass, ordinal: number): boolean {
  const { cluster, set, notes } = pass;
  const revision = revisionFor(pass, ordinal);
  const template = templateOf(revision);
  const name = `${set.metadata.name}-${ordinal}`;
  const labels = {
    'apps.kubernetes.io/pod-index': String(ordinal),
    [revisionLabel]: revision.metadata.name,
    'statefulset.kubernetes.io/pod-name': name,
  };
  const volumes = [...((template.spec['volumes'] ?? []) as object[]), ...claimsOf(set, name)];
  const { serviceName } = set.spec;
  const spec = {
    hostname: name,
    ...(serviceName === '' ? {} : { subdomain: serviceName }),
    ...(volumes.length === 0 ? {} : { volumes }),
  };
  try {
    createOwnedPod(cluster, set, { name, template, labels, spec });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const message = `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${error.message}`;
    notes.warning('FailedCreate', message);
    return false;
  }
  notes.normal('SuccessfulCreate', `create Pod ${name} in StatefulSet ${set.metadata.name} successful`);
  return true;
}

export function deleteReplica({ cluster, set, notes }: Pass, pod: Pod): void {
  deleteOwned(cluster, pods, pod);
  const { name } = pod.metadata;
  notes.normal('SuccessfulDelete', `delete Pod ${name} in StatefulSet ${set.metadata.name} successful`);
}
