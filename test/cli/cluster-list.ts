export interface ListItem {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Two workloads as `kubectl get deployments,replicasets,pods,services -A -o json` has them, cut to what is read. */
export function clusterList(): ListItem & { readonly items: readonly ListItem[] } {
  const payments = { namespace: 'prod', name: 'payments-api', uid: 'd-1', generation: 2 };
  const revision = { annotations: { 'deployment.kubernetes.io/revision': '2' } };
  const owner = (kind: string, uid: string) => ({
    ownerReferences: [{ kind, name: uid, uid, controller: true }],
  });
  const containers = [{ name: 'payments-api', image: 'registry.example/payments-api:v43' }];
  const template = { spec: { containers } };
  const waiting = {
    reason: 'CreateContainerConfigError',
    message: "couldn't find key DB_URL in ConfigMap prod/payments-config",
  };
  const search = { namespace: 'prod', name: 'search', uid: 'd-2', generation: 1 };
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { kind: 'Service', apiVersion: 'v1', metadata: { name: 'payments-api', namespace: 'prod' } },
      {
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        metadata: { ...payments, ...revision },
        spec: { replicas: 1, template },
        status: { observedGeneration: '2', replicas: 1, updatedReplicas: 1 },
      },
      {
        kind: 'ReplicaSet',
        apiVersion: 'apps/v1',
        metadata: {
          namespace: 'prod',
          name: 'payments-api-7d9f',
          uid: 'rs-1',
          ...revision,
          ...owner('Deployment', 'd-1'),
        },
        spec: { replicas: 1, template },
      },
      {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: {
          namespace: 'prod',
          name: 'payments-api-7d9f-a',
          uid: 'p-1',
          ...owner('ReplicaSet', 'rs-1'),
        },
        spec: { containers },
        status: { containerStatuses: [{ name: 'payments-api', state: { waiting } }] },
      },
      {
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        metadata: { ...search, ...revision },
        spec: { replicas: 2, template },
        status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
      },
      {
        kind: 'ReplicaSet',
        apiVersion: 'apps/v1',
        metadata: {
          namespace: 'prod',
          name: 'search-1',
          uid: 'rs-2',
          ...revision,
          ...owner('Deployment', 'd-2'),
        },
        spec: { replicas: 2, template },
        status: { availableReplicas: 2 },
      },
    ],
  };
}

export function piped(value: unknown): { input: readonly Uint8Array[] } {
  return { input: [Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))] };
}
