/**
 * The lists that a strategic merge patch merges item by item, and the key that tells items apart: the patchMergeKey
 * tags of k8s.io/api/core/v1 and meta/v1. A list that is not here is replaced whole.
 */
const mergeKeys: Record<string, string> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  ports: 'containerPort',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  ownerReferences: 'uid',
  conditions: 'type',
  addresses: 'type',
};

/** Lists of plain values that are merged as sets. */
const mergedSets = new Set(['finalizers']);

export function mergeKeyOf(field: string, isService: boolean): string | undefined {
  if (field === 'ports' && isService) return 'port';
  return mergeKeys[field];
}

export function isMergedSet(field: string): boolean {
  return mergedSets.has(field);
}
