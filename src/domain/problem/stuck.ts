import type { Condition, ContainerSnapshot, PodSnapshot } from '../rollout/snapshot.ts';
import { patience, type Suspicion } from './suspect.ts';

/** A suspicion of one pod; of the pod as a whole when there is no container. */
export interface Stuck extends Suspicion {
  readonly container?: ContainerSnapshot;
}

/**
 * A pod that reports no error and does not get on: not placed, not created, not initialised or not ready. The first
 * of these explains the others.
 */
export function suspectStuck(pod: PodSnapshot): Stuck[] {
  const placing = pod.conditions.find(({ type, status }) => type === 'PodScheduled' && status !== 'True');
  if (placing !== undefined) return notPlaced(pod, placing);
  if (pod.isReady) return [];
  const initialising = pod.containers.filter(isInitRunning).map((container) => initRunning(pod, container));
  if (initialising.length > 0) return initialising;
  if (pod.containers.some(isBeingCreated)) return [beingCreated(pod)];
  const unready = pod.containers.filter(isRunningUnready).map((container) => notReady(pod, container));
  if (unready.length > 0) return unready;
  return pod.containers.some(isBeingInitialised) ? [beingCreated(pod)] : gated(pod);
}

function notPlaced(pod: PodSnapshot, { reason, message, lastUpdateAt }: Condition): Stuck[] {
  const from = lastUpdateAt || pod.createdAt;
  if (reason === 'SchedulingGated') {
    return [{ diagnosis: { reason: 'SchedulingGated', message }, patienceMs: patience.gated, from }];
  }
  const { requests } = pod;
  const asked = requests === undefined ? {} : { requests };
  return [
    {
      diagnosis: { reason: 'Unschedulable', message, ...asked },
      patienceMs: patience.unschedulable,
      from,
    },
  ];
}

function isInitRunning({ role, state }: ContainerSnapshot): boolean {
  return role === 'init' && state.kind === 'running';
}

function initRunning(pod: PodSnapshot, container: ContainerSnapshot): Stuck {
  const from = container.state.kind === 'running' ? container.state.startedAt : pod.createdAt;
  const diagnosis = { reason: 'InitRunning', message: '' } as const;
  return { container, diagnosis, patienceMs: patience.initRunning, from };
}

function isBeingCreated({ state }: ContainerSnapshot): boolean {
  return state.kind === 'waiting' && state.reason === 'ContainerCreating';
}

/** What the kubelet calls it where a pod has init containers, from the first of them on (pkg/kubelet/kubelet_pods.go). */
function isBeingInitialised({ state }: ContainerSnapshot): boolean {
  return state.kind === 'waiting' && state.reason === 'PodInitializing';
}

function beingCreated(pod: PodSnapshot): Stuck {
  const network = pod.conditions.find(({ type }) => type === 'PodReadyToStartContainers');
  const message = network?.message ?? '';
  const from = Math.max(unreadySince(pod), ...pod.containers.map(movedAt));
  return { diagnosis: { reason: 'ContainerCreating', message }, patienceMs: patience.creating, from };
}

/** When a container last began or ended: an init container takes its time, and the next is only created then. */
function movedAt({ state }: ContainerSnapshot): number {
  if (state.kind === 'running') return state.startedAt;
  return state.kind === 'terminated' ? state.finishedAt : 0;
}

function isRunningUnready({ role, state, isReady }: ContainerSnapshot): boolean {
  return role !== 'init' && state.kind === 'running' && !isReady;
}

function notReady(pod: PodSnapshot, container: ContainerSnapshot): Stuck {
  const { state, probes, hasStarted } = container;
  const startup = hasStarted === false ? probes?.startup : undefined;
  const probe = startup ?? probes?.readiness;
  const startedAt = state.kind === 'running' ? state.startedAt : 0;
  return {
    container,
    diagnosis: { reason: 'NotReady', message: '', ...(probe === undefined ? {} : { probe }) },
    patienceMs: patience.notReady + (probe?.allowanceMs ?? 0),
    from: Math.max(startedAt, unreadySince(pod)),
  };
}

/** Every container is ready and the pod is not: a readiness gate that somebody outside has to open. */
function gated(pod: PodSnapshot): Stuck[] {
  const ready = pod.conditions.find(({ type }) => type === 'Ready');
  if (ready?.reason !== 'ReadinessGatesNotReady') return [];
  const diagnosis = { reason: 'NotReady', message: ready.message } as const;
  return [{ diagnosis, patienceMs: patience.notReady, from: unreadySince(pod) }];
}

function unreadySince({ conditions, createdAt }: PodSnapshot): number {
  return conditions.find(({ type }) => type === 'Ready')?.lastUpdateAt || createdAt;
}
