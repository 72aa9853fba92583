import type { AnalysisRun, Rollout } from '../../../sandbox/kubernetes/argo-model.ts';
import type { KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { KubernetesObject, Pod } from '../../../sandbox/kubernetes/model.ts';
import type {
  ControllerRevision,
  CronJob,
  DaemonSet,
  Job,
  StatefulSet,
} from '../../../sandbox/kubernetes/workload-model.ts';
import { ask, type List, nextWrite } from './harness.ts';

interface ByKind {
  StatefulSet: StatefulSet;
  DaemonSet: DaemonSet;
  Job: Job;
  CronJob: CronJob;
  Rollout: Rollout;
  AnalysisRun: AnalysisRun;
  Pod: Pod;
}

/** The first written version of an object of the kind that passes the test. */
export async function whenWritten<Kind extends keyof ByKind>(
  standIn: KubernetesStandIn,
  kind: Kind,
  test: (object: ByKind[Kind]) => boolean,
): Promise<ByKind[Kind]> {
  const isWanted = (object: KubernetesObject): object is ByKind[Kind] => object.kind === kind;
  const { object } = await nextWrite(
    standIn,
    ({ type, object }) => type !== 'DELETED' && isWanted(object) && test(object),
  );
  return object as ByKind[Kind];
}

export const ledgerPath = '/apis/apps/v1/namespaces/prod/statefulsets/ledger';
export const agentPath = '/apis/apps/v1/namespaces/prod/daemonsets/agent';

export function isObserved(object: StatefulSet | DaemonSet): boolean {
  return object.status?.observedGeneration === object.metadata.generation;
}

/** All replicas ready and, but for a partition or OnDelete, on the update revision. */
export function isRolledOut(set: StatefulSet): boolean {
  const { replicas } = set.spec;
  const { updatedReplicas, readyReplicas, currentRevision, updateRevision } = set.status ?? {};
  return (
    isObserved(set) &&
    updatedReplicas === replicas &&
    readyReplicas === replicas &&
    currentRevision === updateRevision
  );
}

export async function revisionsOf(standIn: KubernetesStandIn): Promise<ControllerRevision[]> {
  const path = '/apis/apps/v1/namespaces/prod/controllerrevisions';
  const { body } = await ask<List<ControllerRevision>>(standIn, path);
  return body.items.toSorted((left, right) => left.revision - right.revision);
}

export async function podsOf(standIn: KubernetesStandIn): Promise<Pod[]> {
  const { body } = await ask<List<Pod>>(standIn, '/api/v1/namespaces/prod/pods');
  return body.items;
}

export function versionOf(pod: Pod): string {
  return pod.spec.containers[0]?.image.split(':')[1] ?? '';
}
