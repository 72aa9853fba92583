import type { Deployment, KubernetesObject, ReplicaSet, Strings } from '../model.ts';
import { isLost } from '../nodes.ts';
import type { Resource } from '../resources.ts';
import { type Column, column, count } from './column.ts';
import { ageColumn, nameColumn, workloadColumns } from './common-columns.ts';
import { eventColumns } from './event-columns.ts';
import { podColumns } from './pod-columns.ts';
import { argoColumns, batchColumns, setColumns } from './workload-columns.ts';

const deploymentColumns: Column<Deployment>[] = [
  nameColumn,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas}`),
  count('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
  count('Available', ({ status }) => status?.availableReplicas ?? 0),
  ageColumn,
  ...workloadColumns,
];

const replicaSetColumns: Column<ReplicaSet>[] = [
  nameColumn,
  count('Desired', ({ spec }) => spec.replicas),
  count('Current', ({ status }) => status?.replicas ?? 0),
  count('Ready', ({ status }) => status?.readyReplicas ?? 0),
  ageColumn,
  ...workloadColumns,
];

interface Phased extends KubernetesObject {
  status?: { phase?: string };
}

const namespaceColumns: Column<Phased>[] = [
  nameColumn,
  column('Status', ({ status }) => status?.phase ?? ''),
  ageColumn,
];

interface Node extends KubernetesObject {
  status: { nodeInfo: Strings; addresses: { type: string; address: string }[] };
}

const nodeColumns: Column<Node>[] = [
  nameColumn,
  column('Status', (node) => (isLost(node) ? 'NotReady' : 'Ready')),
  column('Roles', () => '<none>'),
  ageColumn,
  column('Version', ({ status }) => status.nodeInfo['kubeletVersion'] ?? ''),
  column(
    'Internal-IP',
    ({ status }) => status.addresses.find((each) => each.type === 'InternalIP')?.address ?? '<none>',
    1,
  ),
  column('External-IP', () => '<none>', 1),
  column('OS-Image', ({ status }) => status.nodeInfo['osImage'] ?? '', 1),
  column('Kernel-Version', ({ status }) => status.nodeInfo['kernelVersion'] ?? '', 1),
  column('Container-Runtime', ({ status }) => status.nodeInfo['containerRuntimeVersion'] ?? '', 1),
];

interface Keyed extends KubernetesObject {
  data?: Strings;
  type?: string;
}

const dataColumn = count<Keyed>('Data', ({ data }) => Object.keys(data ?? {}).length);

const columnsByResource: Record<string, readonly Column<never>[]> = {
  pods: podColumns,
  deployments: deploymentColumns,
  replicasets: replicaSetColumns,
  ...setColumns,
  ...batchColumns,
  ...argoColumns,
  namespaces: namespaceColumns,
  nodes: nodeColumns,
  events: eventColumns,
  configmaps: [nameColumn, dataColumn, ageColumn],
  secrets: [nameColumn, column<Keyed>('Type', ({ type }) => type ?? 'Opaque'), dataColumn, ageColumn],
};

/** What kubectl shows for a kind; kinds without columns of their own show name and age. */
export function columnsOf(resource: Resource): readonly Column<KubernetesObject>[] {
  const columns = columnsByResource[resource.plural] ?? [nameColumn, ageColumn];
  return columns as unknown as readonly Column<KubernetesObject>[];
}
