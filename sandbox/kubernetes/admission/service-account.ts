import type { Loose } from './pod-defaults.ts';

const tolerations = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
  effect: 'NoExecute',
  key,
  operator: 'Exists',
  tolerationSeconds: 300,
}));

const accessPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function tokenVolume(name: string): Loose {
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
    {
      downwardAPI: {
        items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
      },
    },
  ];
  return { name, projected: { defaultMode: 420, sources } };
}

function listOf(value: unknown): Loose[] {
  return Array.isArray(value) ? (value as Loose[]) : [];
}

function mounted(container: Loose, volumeName: string): Loose {
  const mounts = listOf(container['volumeMounts']);
  if (mounts.some((mount) => mount['mountPath'] === accessPath)) return container;
  return {
    ...container,
    volumeMounts: [...mounts, { mountPath: accessPath, name: volumeName, readOnly: true }],
  };
}

function isBestEffort(containers: Loose[]): boolean {
  return containers.every((container) => {
    const needs = (container['resources'] ?? {}) as Loose;
    return needs['requests'] === undefined && needs['limits'] === undefined;
  });
}

/** What the admission plug-ins ServiceAccount, Priority and DefaultTolerationSeconds add to a new pod. */
export function completePod(pod: Loose): Loose {
  const spec = pod['spec'] as Loose;
  if (spec['serviceAccountName'] !== undefined) return pod;
  const metadata = pod['metadata'] as Loose;
  const volumeName = `kube-api-access-${String(metadata['name'] ?? '').slice(-5)}`;
  const containers = listOf(spec['containers']);
  const initContainers = listOf(spec['initContainers']);
  return {
    ...pod,
    spec: {
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      serviceAccount: 'default',
      serviceAccountName: 'default',
      tolerations,
      ...spec,
      containers: containers.map((container) => mounted(container, volumeName)),
      ...(initContainers.length === 0
        ? {}
        : { initContainers: initContainers.map((container) => mounted(container, volumeName)) }),
      volumes: [...listOf(spec['volumes']), tokenVolume(volumeName)],
    },
    status: {
      qosClass: isBestEffort(containers) ? 'BestEffort' : 'Burstable',
      ...((pod['status'] ?? {}) as Loose),
    },
  };
}
