/**
 * The lists that Kubernetes merges item by item, and the key that tells items apart: the `patchMergeKey` tags of
 * k8s.io/api. A list that is not here is replaced whole.
 */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  ports: 'containerPort',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  resourceClaims: 'name',
  imagePullSecrets: 'name',
  secrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  webhooks: 'name',
};

export function mergeKeyOf(field: string, kind: string): string | undefined {
  return field === 'ports' && kind === 'Service' ? 'port' : mergeKeys[field];
}

/** Whose other keys go when the manifest names some: the `retainKeys` tags. */
export function retainsKeys(field: string): boolean {
  return field === 'strategy' || field === 'volumes';
}

/** Plain values, of which those of others stay. */
export function isSet(field: string): boolean {
  return field === 'finalizers';
}

/** Groups whose kinds have such lists; of all others a list is one value. */
const builtIn: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

export function isBuiltIn(apiVersion: string): boolean {
  return builtIn.has(groupOf(apiVersion));
}

/** `apps` of `apps/v1`; empty for `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
