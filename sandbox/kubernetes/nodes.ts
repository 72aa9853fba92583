import { type Cluster, timestamp } from './cluster.ts';
import type { KubernetesObject } from './model.ts';
import { nodes } from './resources.ts';

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
