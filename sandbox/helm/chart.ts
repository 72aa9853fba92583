import type { DeployRequest, KubernetesStandIn } from '../kubernetes/index.ts';
import type { StoredObject } from './client.ts';
import type { Chart } from './index.ts';

/** How a version is configured, by its ConfigMaps. */
export interface Configured {
  /** `payments-api-settings`, by which the pods are told how to log. */
  readonly settings: Readonly<Record<string, string>>;
  /** Further ConfigMaps of this version alone. */
  readonly more?: readonly string[];
}

/** A chart as most services have one: what configures them, and the workload. */
export function chartOf(
  kubernetes: KubernetesStandIn,
  request: DeployRequest,
  { settings, more = [] }: Configured,
): Chart {
  const { name, version } = request;
  const workload = kubernetes.build({ ...request, managedBy: 'helm' });
  const { metadata, ...rest } = workload as unknown as StoredObject;
  // Templates name no namespace: Helm knows it.
  const { namespace: _, annotations: __, ...own } = metadata;
  return {
    version,
    objects: [
      configMap(`${name}-settings`, settings),
      ...more.map((each) => configMap(each, { version })),
      { ...rest, metadata: own } as StoredObject,
    ],
  };
}

function configMap(name: string, data: Readonly<Record<string, string>>): StoredObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}
