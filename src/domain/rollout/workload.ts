/** The kinds of workload that Shipmate follows. Other kinds join as variants, with a file beside `deployment.ts`. */
export type WorkloadKind = 'Deployment';

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
