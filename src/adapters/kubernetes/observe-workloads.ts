import { groupProblems } from '../../domain/problem/group-problems.ts';
import type { Problem } from '../../domain/problem/problem.ts';
import { lookAtWorkload, type WorkloadLook } from '../../domain/rollout/look.ts';
import type { PodSnapshot } from '../../domain/rollout/snapshot.ts';
import { type WorkloadKind, workloadKinds } from '../../domain/rollout/workload.ts';
import type { WorkloadSnapshot } from '../../domain/rollout/workload-snapshot.ts';
import { type GivenObject, toGivenObject } from './given-object.ts';
import { createIntern, type Intern } from './intern.ts';
import type { JsonObject } from './json-field.ts';
import { projectArgoRollout } from './project-argo-rollout.ts';
import { projectAutoscaler } from './project-autoscaler.ts';
import { projectControllerRevision } from './project-controller-revision.ts';
import { projectDaemonSet } from './project-daemon-set.ts';
import { projectDeployment } from './project-deployment.ts';
import { projectCronJob, projectJob } from './project-job.ts';
import { projectNode } from './project-node.ts';
import { projectPod } from './project-pod.ts';
import { projectReplicaSet } from './project-replica-set.ts';
import { projectStatefulSet } from './project-stateful-set.ts';

/** Pods that no workload among the objects accounts for, by their owner. */
export interface LonePods {
  readonly namespace: string;
  /** `ReplicaSet payments-api-7d9f`; empty when nobody controls them. */
  readonly owner: string;
  readonly pods: readonly string[];
  readonly problems: readonly Problem[];
}

export interface Observed {
  /** By namespace, kind and name. */
  readonly looks: readonly WorkloadLook[];
  readonly lonePods: readonly LonePods[];
  /** What the kubelet says of probes: evidence for whoever asks. */
  readonly events: readonly JsonObject[];
  /** How many objects of each kind were passed over. */
  readonly ignored: ReadonlyMap<string, number>;
  /** How many values were no Kubernetes objects: without kind or name. */
  readonly unknown: number;
}

/**
 * What can be said of the workloads among these objects: parsed JSON of any kinds, in any order. Never throws,
 * whatever they are. Of an object that is given twice the later one counts. `now` judges what may pass by itself.
 */
export function observeWorkloads(cluster: string, values: readonly unknown[], now: number): Observed {
  const given = values.map(toGivenObject);
  const known = given.filter((object) => object !== undefined);
  const objects = [...new Map(known.map((object) => [object.uid, object])).values()];
  const ignored = new Map<string, number>();
  for (const object of objects) {
    if (!isKnown(object)) ignored.set(object.kind, (ignored.get(object.kind) ?? 0) + 1);
  }

  const view = viewOf(objects);
  return {
    looks: lookAtAll(cluster, view, now).toSorted(byName),
    lonePods: lonePodsOf(view),
    events: view.ofKind('Event').map(({ json }) => json),
    ignored,
    unknown: given.length - known.length,
  };
}

/** Kinds that are read, with their API group. An object without an apiVersion is taken at its kind's word. */
const groups: ReadonlyMap<string, string> = new Map([
  ['Deployment', 'apps'],
  ['StatefulSet', 'apps'],
  ['DaemonSet', 'apps'],
  ['ReplicaSet', 'apps'],
  ['ControllerRevision', 'apps'],
  ['Job', 'batch'],
  ['CronJob', 'batch'],
  ['Rollout', 'argoproj.io'],
  ['Pod', ''],
  ['Node', ''],
  ['Event', ''],
  ['HorizontalPodAutoscaler', 'autoscaling'],
]);

function isKnown({ kind, group, json }: GivenObject): boolean {
  const expected = groups.get(kind);
  return expected !== undefined && (group === expected || typeof json['apiVersion'] !== 'string');
}

interface View {
  readonly intern: Intern;
  readonly byUid: ReadonlyMap<string, GivenObject>;
  readonly ofKind: (kind: string) => readonly GivenObject[];
}

function viewOf(objects: readonly GivenObject[]): View {
  const known = objects.filter(isKnown);
  const kinds = Map.groupBy(known, ({ kind }) => kind);
  return {
    intern: createIntern(),
    byUid: new Map(known.map((object) => [object.uid, object])),
    ofKind: (kind) => kinds.get(kind) ?? [],
  };
}

/** How each kind of workload is read. */
const projections: Readonly<
  Record<WorkloadKind, (value: unknown, intern: Intern) => WorkloadSnapshot | undefined>
> = {
  Deployment: projectDeployment,
  StatefulSet: projectStatefulSet,
  DaemonSet: projectDaemonSet,
  Job: projectJob,
  CronJob: projectCronJob,
  Rollout: projectArgoRollout,
};

function lookAtAll(cluster: string, { intern, ofKind }: View, now: number): WorkloadLook[] {
  const nodes = ofKind('Node').flatMap(({ json }) => projectNode(json, intern) ?? []);
  const troubled = new Map(
    nodes.filter(({ conditions }) => conditions.length > 0).map((node) => [node.name, node]),
  );
  const autoscalers = ofKind('HorizontalPodAutoscaler').flatMap(
    ({ json }) => projectAutoscaler(json, intern) ?? [],
  );
  const setsOf = byOwner(ofKind('ReplicaSet').flatMap(({ json }) => projectReplicaSet(json, intern) ?? []));
  const revisionsOf = byOwner(
    ofKind('ControllerRevision').flatMap(({ json }) => projectControllerRevision(json, intern) ?? []),
  );
  const jobsOf = byOwner(ofKind('Job').flatMap(({ json }) => projectJob(json, intern) ?? []));
  const podsOf = byOwner(ofKind('Pod').flatMap(({ json }) => projectPod(json, intern) ?? []));

  return workloadKinds.flatMap((kind) =>
    ofKind(kind).flatMap(({ json }) => {
      const workload = projections[kind](json, intern);
      if (workload === undefined) return [];
      const replicaSets = setsOf(workload.uid);
      const jobs = jobsOf(workload.uid);
      const owners = [workload, ...replicaSets, ...jobs];
      const pods = owners.flatMap(({ uid }) => podsOf(uid));
      const parts = {
        replicaSets,
        controllerRevisions: revisionsOf(workload.uid),
        jobs,
        pods,
        nodes: troubled,
        autoscalers,
      };
      return lookAtWorkload(cluster, workload, parts, now) ?? [];
    }),
  );
}

function byOwner<T extends { readonly ownerUid: string }>(objects: readonly T[]) {
  const groups = Map.groupBy(objects, ({ ownerUid }) => ownerUid);
  return (uid: string): readonly T[] => groups.get(uid) ?? [];
}

/** Kinds whose pods are accounted for; the others only pass ownership on. */
const accountedKinds: ReadonlySet<string> = new Set(workloadKinds);

function lonePodsOf(view: View): LonePods[] {
  const alone = view.ofKind('Pod').filter((pod) => !hasWorkload(pod, view));
  const groups = Map.groupBy(alone, ({ namespace, owner }) => `${namespace}/${owner?.uid ?? ''}`);
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const { namespace, owner } = first;
    const snapshots = members.flatMap(({ json }) => projectPod(json, view.intern) ?? []);
    return [
      {
        namespace,
        owner: owner === undefined ? '' : `${owner.kind} ${owner.name}`.trim(),
        pods: members.map(({ name }) => name),
        problems: groupProblems(snapshots.filter(isLive)),
      },
    ];
  });
}

const mostOwners = 5;

/** Whether some owner up the chain is a workload; owners that own each other end at the limit. */
function hasWorkload(pod: GivenObject, { byUid }: View): boolean {
  let object: GivenObject | undefined = pod;
  for (let step = 0; step < mostOwners && object !== undefined; step += 1) {
    if (accountedKinds.has(object.kind)) return true;
    object = object.owner === undefined ? undefined : byUid.get(object.owner.uid);
  }
  return false;
}

function isLive({ isDeleting, phase }: PodSnapshot): boolean {
  return !isDeleting && phase !== 'Failed' && phase !== 'Succeeded';
}

function byName(one: WorkloadLook, other: WorkloadLook): number {
  const keyOf = ({ workload: { namespace, kind, name } }: WorkloadLook) =>
    `${namespace}\u0000${kind}\u0000${name}`;
  return keyOf(one) < keyOf(other) ? -1 : 1;
}
