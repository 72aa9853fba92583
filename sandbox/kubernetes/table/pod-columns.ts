import type { ContainerStatus, Pod } from '../model.ts';
import { type Column, column } from './column.ts';
import { ageSince } from './duration.ts';

function reasonOf({ state }: ContainerStatus): string | undefined {
  const { waiting, terminated } = state;
  if (waiting !== undefined && waiting.reason !== '') return waiting.reason;
  if (terminated === undefined) return undefined;
  return terminated.reason === '' ? `ExitCode:${terminated.exitCode}` : terminated.reason;
}

/** `Init:CrashLoopBackOff`, `Init:0/1`: where the init containers stand, or undefined when they are done. */
function initReason(statuses: ContainerStatus[]): string | undefined {
  const at = statuses.findIndex(({ state }) => state.terminated?.exitCode !== 0);
  const status = statuses[at];
  if (status === undefined) return undefined;
  const reason = reasonOf(status);
  if (reason !== undefined && reason !== 'PodInitializing') return `Init:${reason}`;
  return `Init:${at}/${statuses.length}`;
}

function mainReason(pod: Pod, statuses: ContainerStatus[]): string {
  // The last container with a reason wins in kubectl, because its printer walks backwards.
  const reason = statuses.map(reasonOf).find((each) => each !== undefined);
  const isRunning = statuses.some(({ ready, state }) => ready && state.running !== undefined);
  if (reason === 'Completed' && isRunning) return 'Running';
  return reason ?? pod.status?.reason ?? pod.status?.phase ?? 'Unknown';
}

function statusOf(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return initReason(initContainerStatuses) ?? mainReason(pod, containerStatuses);
}

function restartsOf(pod: Pod, now: Date): string {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const counted = initReason(initContainerStatuses) === undefined ? containerStatuses : initContainerStatuses;
  const restarts = counted.reduce((sum, each) => sum + each.restartCount, 0);
  const ends = counted.map((each) => each.lastState.terminated?.finishedAt ?? '').sort();
  const last = ends.at(-1) ?? '';
  return restarts === 0 || last === '' ? String(restarts) : `${restarts} (${ageSince(last, now)} ago)`;
}

function readyOf(pod: Pod): string {
  const ready = (pod.status?.containerStatuses ?? []).filter(
    (each) => each.ready && each.state.running !== undefined,
  );
  return `${ready.length}/${pod.spec.containers.length}`;
}

export const podColumns: readonly Column<Pod>[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0, cell: (pod) => pod.metadata.name },
  column('Ready', readyOf),
  column('Status', statusOf),
  column('Restarts', restartsOf),
  column('Age', (pod, now) => ageSince(pod.metadata.creationTimestamp, now)),
  column('IP', (pod) => pod.status?.podIP ?? '<none>', 1),
  column('Node', (pod) => pod.spec.nodeName ?? '<none>', 1),
  column('Nominated Node', () => '<none>', 1),
  column('Readiness Gates', () => '<none>', 1),
];
