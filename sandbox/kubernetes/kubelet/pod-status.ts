import { timestamp } from '../cluster.ts';
import type { Condition, ContainerStatus, Pod, PodStatus } from '../model.ts';

/** getPhase of the kubelet: a container that waits without ever having run keeps the pod Pending. */
export function phaseFor(pod: Pod, status: PodStatus): string {
  if (status.phase === 'Failed' && status.reason !== undefined) return 'Failed';
  const containers = status.containerStatuses ?? [];
  if (pod.spec['restartPolicy'] === 'Never' && hasFailedInit(status)) return 'Failed';
  if (containers.length === 0 || !areInitialized(status)) return 'Pending';
  if (containers.some((each) => each.state.waiting !== undefined && each.lastState.terminated === undefined))
    return 'Pending';
  const policy = pod.spec['restartPolicy'];
  const isDone = containers.every((each) => each.state.terminated !== undefined);
  if (!isDone || policy === 'Always') return 'Running';
  const hasFailed = containers.some((each) => each.state.terminated?.exitCode !== 0);
  if (hasFailed) return policy === 'Never' ? 'Failed' : 'Running';
  return 'Succeeded';
}

function areInitialized(status: PodStatus): boolean {
  return (status.initContainerStatuses ?? []).every((each) => each.state.terminated?.exitCode === 0);
}

function hasFailedInit(status: PodStatus): boolean {
  return (status.initContainerStatuses ?? []).some(({ state }) => (state.terminated?.exitCode ?? 0) !== 0);
}

interface Finding {
  type: string;
  isTrue: boolean;
  reason?: string;
  message?: string;
}

function namesOf(statuses: ContainerStatus[]): string {
  return `[${statuses.map((each) => each.name).join(' ')}]`;
}

function readiness(type: string, phase: string, unready: ContainerStatus[]): Finding {
  if (phase === 'Succeeded') return { type, isTrue: false, reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, isTrue: false, reason: 'PodFailed' };
  if (unready.length === 0) return { type, isTrue: true };
  const message = `containers with unready status: ${namesOf(unready)}`;
  return { type, isTrue: false, reason: 'ContainersNotReady', message };
}

function findingsFor(pod: Pod, status: PodStatus): Finding[] {
  const scheduled: Finding = { type: 'PodScheduled', isTrue: pod.spec.nodeName !== undefined };
  if (status.containerStatuses === undefined) return pod.spec.nodeName === undefined ? [] : [scheduled];
  const pending = (status.initContainerStatuses ?? []).filter(
    (each) => each.state.terminated?.exitCode !== 0,
  );
  const message = `containers with incomplete status: ${namesOf(pending)}`;
  const initialized: Finding =
    pending.length === 0
      ? { type: 'Initialized', isTrue: true }
      : { type: 'Initialized', isTrue: false, reason: 'ContainersNotInitialized', message };
  const unready = status.containerStatuses.filter((each) => !each.ready);
  return [
    { type: 'PodReadyToStartContainers', isTrue: status.podIP !== undefined },
    initialized,
    readiness('Ready', status.phase, unready),
    readiness('ContainersReady', status.phase, unready),
    scheduled,
  ];
}

/** The pod conditions that follow from its container statuses; times move only when a status flips. */
export function conditionsFor(pod: Pod, status: PodStatus, now: Date): Condition[] {
  const before = status.conditions ?? [];
  const findings = findingsFor(pod, status);
  if (findings.length === 0) return before;
  return findings.map(({ type, isTrue, reason, message }) => {
    const old = before.find((condition) => condition.type === type);
    const value = isTrue ? 'True' : 'False';
    const lastTransitionTime = old?.status === value ? old.lastTransitionTime : timestamp(now);
    return {
      type,
      status: value,
      lastProbeTime: null,
      lastTransitionTime,
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
    };
  });
}
