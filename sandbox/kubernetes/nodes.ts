import { type Cluster, timestamp } from './cluster.ts';
import { withCondition } from './controllers/conditions.ts';
import { conditionsFor } from './kubelet/pod-status.ts';
import type { Condition, KubernetesObject, Pod } from './model.ts';
import { nodes, pods } from './resources.ts';

function nodeObject(name: string, index: number, at: string): KubernetesObject {
  const capacity = { cpu: '8', 'ephemeral-storage': '102350Mi', memory: '32Gi', pods: '110' };
  const ready = {
    type: 'Ready',
    status: 'True',
    lastHeartbeatTime: at,
    lastTransitionTime: at,
    reason: 'KubeletReady',
    message: 'kubelet is posting ready status',
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' },
    },
    spec: { podCIDR: `10.244.${index}.0/24` },
    status: {
      capacity,
      allocatable: capacity,
      conditions: [ready],
      addresses: [
        { type: 'InternalIP', address: addressOf(index) },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        kubeletVersion: 'v1.32.4',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        kernelVersion: '6.1.0-34-amd64',
        containerRuntimeVersion: 'containerd://1.7.27',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}

function addressOf(index: number): string {
  return `172.18.0.${index + 2}`;
}

export const nodeNames = ['node-a', 'node-b'];

export function createNodes(cluster: Cluster): void {
  nodeNames.forEach((name, index) => {
    cluster.objects.create(nodes, nodeObject(name, index, timestamp(cluster.now())), { manager: 'kubelet' });
  });
}

export function hostAddressOf(nodeName: string): string {
  return addressOf(Math.max(0, nodeNames.indexOf(nodeName)));
}

/** `lost`: its kubelet is not heard of any more. */
export type NodeTrouble = 'lost' | 'MemoryPressure' | 'DiskPressure' | 'PIDPressure' | 'NetworkUnavailable';

interface NodeStatus {
  conditions?: Condition[];
}

export function isLost(node: KubernetesObject): boolean {
  const { conditions = [] } = (node.status ?? {}) as NodeStatus;
  return conditions.some(({ type, status }) => type === 'Ready' && status !== 'True');
}

const heard = {
  type: 'Ready',
  status: 'True',
  reason: 'KubeletReady',
  message: 'kubelet is posting ready status',
} as const;
const silent = {
  type: 'Ready',
  status: 'Unknown',
  reason: 'NodeStatusUnknown',
  message: 'Kubelet stopped posting node status.',
} as const;

/** Writes what the node's kubelet, or the node lifecycle controller in its place, would write; nothing means well. */
export function troubleNode(cluster: Cluster, name: string, trouble: NodeTrouble | undefined): void {
  const node = cluster.objects.read<KubernetesObject>(nodes, undefined, name);
  const at = timestamp(cluster.now());
  const { conditions = [] } = (node.status ?? {}) as NodeStatus;
  const readiness = conditions.filter(({ type }) => type === 'Ready');
  const known = withCondition(readiness, trouble === 'lost' ? silent : heard, at);
  const pressed =
    trouble === undefined || trouble === 'lost'
      ? known
      : withCondition(
          known,
          { type: trouble, status: 'True', reason: `Has${trouble}`, message: trouble },
          at,
        );
  const status = { ...(node.status as object), conditions: pressed };
  cluster.objects.update(nodes, { ...node, status }, { manager: 'kubelet', subresource: 'status' });
  for (const pod of cluster.objects.all<Pod>(pods)) {
    if (pod.spec.nodeName === name) markPod(cluster, pod, trouble === 'lost');
  }
}

/** The controller marks pods of a lost node as not ready; its kubelet, once back, says what it knows. */
function markPod(cluster: Cluster, pod: Pod, isOnLostNode: boolean): void {
  if (pod.status === undefined) return;
  const at = timestamp(cluster.now());
  const conditions = isOnLostNode
    ? (pod.status.conditions ?? []).map(
        (condition): Condition =>
          condition.type === 'Ready' && condition.status === 'True'
            ? { ...condition, status: 'False', lastTransitionTime: at }
            : condition,
      )
    : conditionsFor(pod, pod.status, cluster.now());
  const marked = { ...pod, status: { ...pod.status, conditions } };
  cluster.objects.update(pods, marked, { manager: 'kube-controller-manager', subresource: 'status' });
}
