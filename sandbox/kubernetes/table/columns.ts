import type {
  Container,
  Deployment,
  KubernetesObject,
  LabelSelector,
  ReplicaSet,
  Strings,
} from '../model.ts';
import type { Resource } from '../resources.ts';
import { selectorText } from '../selectors/label.ts';
import { type Column, column, count } from './column.ts';
import { ageSince } from './duration.ts';
import { eventColumns } from './event-columns.ts';
import { podColumns } from './pod-columns.ts';

export const nameColumn: Column<KubernetesObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  priority: 0,
  cell: (object) => object.metadata.name,
};

export const ageColumn = column('Age', (object, now) => ageSince(object.metadata.creationTimestamp, now));

interface Workload extends KubernetesObject {
  spec: { selector: LabelSelector; template: { spec: { containers: Container[] } } };
}

const workloadColumns: Column<Workload>[] = [
  column('Containers', ({ spec }) => spec.template.spec.containers.map((each) => each.name).join(','), 1),
  column('Images', ({ spec }) => spec.template.spec.containers.map((each) => each.image).join(','), 1),
  column('Selector', ({ spec }) => selectorText(spec.selector), 1),
];

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
  column('Status', () => 'Ready'),
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
