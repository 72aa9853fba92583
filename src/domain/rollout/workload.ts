/** The kinds of workload that Shipmate follows, as the API names them. `Rollout` is Argo's. */
export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Rollout'] as const;

export type WorkloadKind = (typeof workloadKinds)[number];

/** Names one workload in one cluster; survives deletion and re-creation, unlike its uid. */
export interface WorkloadReference {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: WorkloadKind;
  readonly name: string;
}

/** One string for one workload, for keys in maps and in the store. */
export function workloadKey(workload: WorkloadReference): string {
  return `${workload.cluster}/${workload.namespace}/${workload.kind}/${workload.name}`;
}

/** What a key names; undefined for what is no key. Only the name of a cluster may hold a slash. */
export function workloadOf(key: string): WorkloadReference | undefined {
  const parts = key.split('/');
  const [name, kind, namespace] = parts.toReversed();
  const known = workloadKinds.find((each) => each === kind);
  if (name === undefined || known === undefined || namespace === undefined || parts.length < 4)
    return undefined;
  return { cluster: parts.slice(0, -3).join('/'), namespace, kind: known, name };
}

/** Whether it runs once and ends, instead of serving: nothing of it is rolled out pod by pod. */
export function runsToAnEnd({ kind }: Pick<WorkloadReference, 'kind'>): boolean {
  return kind === 'Job' || kind === 'CronJob';
}
