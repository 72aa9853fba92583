import { timestamp } from '../cluster.ts';
import { targetNodeOf } from '../controllers/daemon-set/placement.ts';
import { recordEvent } from '../event-recorder.ts';
import type { Condition, Pod } from '../model.ts';
import { isLost } from '../nodes.ts';
import { nodes, pods } from '../resources.ts';
import type { Life } from './life.ts';

const allocatableMillicores = 8000;

function millicores(quantity: string): number {
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}

function wantedMillicores(pod: Pod): number {
  return pod.spec.containers.reduce(
    (sum, { resources }) => sum + millicores(resources?.requests?.['cpu'] ?? '0'),
    0,
  );
}

function refusalFor(pod: Pod, nodeCount: number): string {
  const all = `0/${nodeCount} nodes are available`;
  const others = nodeCount - 1;
  if (targetNodeOf(pod.spec) === undefined || others < 1)
    return `${all}: ${nodeCount} Insufficient cpu. preemption: ${all}: ${nodeCount} No preemption victims found for incoming pod.`;
  return `${all}: 1 Insufficient cpu, ${others} node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: ${all}: 1 No preemption victims found for incoming pod, ${others} Preemption is not helpful for scheduling.`;
}

function refuse(life: Life, pod: Pod, nodeCount: number): void {
  const message = refusalFor(pod, nodeCount);
  const condition: Condition = {
    type: 'PodScheduled',
    status: 'False',
    lastTransitionTime: timestamp(life.cluster.now()),
    reason: 'Unschedulable',
    message,
  };
  life.setStatus((status) => ({ ...status, conditions: [condition] }));
  const component = 'default-scheduler';
  recordEvent(life.cluster, pod, { type: 'Warning', reason: 'FailedScheduling', message, component });
}

/** The scheduler: binds the pod to a node, or says why none takes it. Returns whether it was bound. */
export function schedule(life: Life): boolean {
  const pod = life.pod();
  const { objects } = life.cluster;
  // A node that is lost has a taint that no ordinary pod tolerates.
  const all = objects.all(nodes).filter((node) => !isLost(node));
  if (wantedMillicores(pod) > allocatableMillicores || all.length === 0) {
    refuse(life, pod, all.length);
    return false;
  }
  const pick = Number.parseInt(life.uid.slice(0, 4), 16) % all.length;
  const nodeName = targetNodeOf(pod.spec) ?? all[pick]?.metadata.name ?? '';
  const bound = objects.update(
    pods,
    { ...pod, spec: { ...pod.spec, nodeName } },
    { manager: 'kube-scheduler' },
  );
  life.setStatus((status) => status);
  const { namespace = '', name } = bound.metadata;
  const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
  const component = 'default-scheduler';
  recordEvent(life.cluster, bound, { type: 'Normal', reason: 'Scheduled', message, component });
  return true;
}
