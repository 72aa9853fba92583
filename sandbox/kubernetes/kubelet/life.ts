import type { Cluster } from '../cluster.ts';
import type { EventNote } from '../event-recorder.ts';
import { recordEvent } from '../event-recorder.ts';
import type { ContainerStatus, Pod, PodStatus } from '../model.ts';
import { isLost } from '../nodes.ts';
import { nodes, pods } from '../resources.ts';
import { conditionsFor, phaseFor } from './pod-status.ts';

/** One pod's time on a node: what its scripts may do, until it is ended from outside. */
export interface Life {
  cluster: Cluster;
  uid: string;
  pod(): Pod;
  /** Waits the paced time. Never resolves once the life is over, so that a script simply stops there. */
  sleep(humanMs: number): Promise<void>;
  setStatus(change: (status: PodStatus) => PodStatus): void;
  setContainer(name: string, change: (status: ContainerStatus) => ContainerStatus): void;
  note(event: Omit<EventNote, 'component' | 'host'>): void;
  noteContainer(name: string, event: Omit<EventNote, 'component' | 'host' | 'fieldPath'>): void;
  isOver(): boolean;
  end(): void;
}

export function createLife(cluster: Cluster, first: Pod): Life {
  const { namespace, name, uid = '' } = first.metadata;
  const cancels = new Set<() => void>();
  let isOver = false;

  function pod(): Pod {
    return cluster.objects.find<Pod>(pods, namespace, name) ?? first;
  }

  /** A kubelet that the API server does not hear says nothing of its pods. */
  function isOnLostNode({ spec }: Pod): boolean {
    const node = cluster.objects.find(nodes, undefined, spec.nodeName ?? '');
    return node !== undefined && isLost(node);
  }

  function setStatus(change: (status: PodStatus) => PodStatus): void {
    const current = cluster.objects.find<Pod>(pods, namespace, name);
    if (isOver || current === undefined || current.metadata.uid !== uid || isOnLostNode(current)) return;
    const changed = change(current.status ?? { phase: 'Pending' });
    const phased = { ...changed, phase: phaseFor(current, changed) };
    const status = { ...phased, conditions: conditionsFor(current, phased, cluster.now()) };
    cluster.objects.update(pods, { ...current, status }, { manager: 'kubelet', subresource: 'status' });
  }

  function note(event: Omit<EventNote, 'component' | 'host'>): void {
    const current = pod();
    const host = current.spec.nodeName ?? '';
    if (!isOver) recordEvent(cluster, current, { ...event, component: 'kubelet', host });
  }

  function replaced(
    list: ContainerStatus[] | undefined,
    container: string,
    change: (each: ContainerStatus) => ContainerStatus,
  ) {
    return list?.map((status) => (status.name === container ? change(status) : status));
  }

  return {
    cluster,
    uid,
    pod,
    sleep: (humanMs) =>
      new Promise((resolve) => {
        if (isOver) return;
        const cancel = cluster.timers.after(cluster.paced(humanMs), () => {
          cancels.delete(cancel);
          resolve();
        });
        cancels.add(cancel);
      }),
    setStatus,
    setContainer(container, change) {
      setStatus((status) => {
        const initContainerStatuses = replaced(status.initContainerStatuses, container, change);
        const containerStatuses = replaced(status.containerStatuses, container, change);
        return {
          ...status,
          ...(initContainerStatuses === undefined ? {} : { initContainerStatuses }),
          ...(containerStatuses === undefined ? {} : { containerStatuses }),
        };
      });
    },
    note,
    noteContainer(container, event) {
      const isInit = pod().spec.initContainers?.some((each) => each.name === container) ?? false;
      note({ ...event, fieldPath: `spec.${isInit ? 'initContainers' : 'containers'}{${container}}` });
    },
    isOver: () => isOver,
    end() {
      isOver = true;
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
