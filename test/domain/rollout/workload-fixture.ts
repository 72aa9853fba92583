import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import {
  argoRollouts,
  autoscalers,
  controllerRevisions,
  cronJobs,
  daemonSets,
  deployments,
  jobs,
  nodes,
  pods,
  replicaSets,
  statefulSets,
} from '../../../src/adapters/kubernetes/resource-kind.ts';
import { observeWorkload, type WorkloadParts } from '../../../src/domain/rollout/observe.ts';
import type { WorkloadSnapshot } from '../../../src/domain/rollout/workload-snapshot.ts';
import type { Expected } from './fixture.ts';

const root = new URL('../../fixtures/', import.meta.url);
const asIs = (text: string) => text;

/** The kind of object by its folder, which is also what the API calls it in a fixture. */
export const workloadFolders = {
  'stateful-set': statefulSets,
  'daemon-set': daemonSets,
  job: jobs,
  'cron-job': cronJobs,
  rollout: argoRollouts,
} as const;

export const resourceKinds = {
  Deployment: deployments,
  StatefulSet: statefulSets,
  DaemonSet: daemonSets,
  Job: jobs,
  CronJob: cronJobs,
  Rollout: argoRollouts,
  ReplicaSet: replicaSets,
  ControllerRevision: controllerRevisions,
  Pod: pods,
  Node: nodes,
  HorizontalPodAutoscaler: autoscalers,
} as const;

export interface WorkloadFixture {
  readonly name: string;
  readonly expected: Expected;
  /** As the API server has them; the workload first. */
  readonly objects: readonly unknown[];
}

/** One file a state: what is expected first, then the objects. */
export function workloadFixtures(folder: keyof typeof workloadFolders): WorkloadFixture[] {
  const directory = new URL(`${folder}/`, root);
  return readdirSync(directory).map((file) => {
    const text = readFileSync(new URL(file, directory), 'utf8');
    const [head, ...objects] = parseAllDocuments(text).map((document): unknown => document.toJS());
    const { expect: expected } = head as { expect: Expected };
    return { name: file.replace('.yaml', ''), expected, objects };
  });
}

export function kindOf(object: unknown): keyof typeof resourceKinds {
  return (object as { kind: keyof typeof resourceKinds }).kind;
}

/** What a look at the first of the objects says, by way of the projections. */
export function observeObjects([first, ...rest]: readonly unknown[]) {
  const workload = resourceKinds[kindOf(first)].project(first, asIs) as WorkloadSnapshot | undefined;
  if (workload === undefined) throw new Error('the first object must be a workload');
  return observeWorkload('prod-eu', workload, partsOf(rest));
}

export function partsOf(objects: readonly unknown[]): WorkloadParts {
  const ofKind = (kind: keyof typeof resourceKinds) => objects.filter((object) => kindOf(object) === kind);
  return {
    replicaSets: ofKind('ReplicaSet').flatMap((object) => replicaSets.project(object, asIs) ?? []),
    controllerRevisions: ofKind('ControllerRevision').flatMap(
      (object) => controllerRevisions.project(object, asIs) ?? [],
    ),
    jobs: ofKind('Job').flatMap((object) => jobs.project(object, asIs) ?? []),
    pods: ofKind('Pod').flatMap((object) => pods.project(object, asIs) ?? []),
    nodes: new Map(
      ofKind('Node').flatMap((object) => {
        const node = nodes.project(object, asIs);
        return node === undefined || node.conditions.length === 0 ? [] : [[node.name, node] as const];
      }),
    ),
    autoscalers: ofKind('HorizontalPodAutoscaler').flatMap(
      (object) => autoscalers.project(object, asIs) ?? [],
    ),
  };
}
