import type { Problem, ProblemReason } from './problem.ts';

/** The nearer to the cause, the worse: an image that is missing explains more than a sidecar's crash. */
const severity: Readonly<Record<ProblemReason, number>> = {
  ReplicaSetCreateError: 0,
  InvalidSpec: 0,
  InvalidImageName: 0,
  ImagePullBackOff: 1,
  CreateContainerConfigError: 2,
  CreateContainerError: 3,
  LifecycleHookError: 4,
  RunContainerError: 5,
  OOMKilled: 6,
  CrashLoopBackOff: 7,
  FailedCreate: 8,
  BlockedByPod: 8,
  JobFailed: 9,
  PodRejected: 9,
  Unschedulable: 10,
  SandboxError: 11,
  ContainerCreating: 12,
  InitRunning: 13,
  NotReady: 14,
  SchedulingGated: 15,
  FailedDelete: 16,
  RolloutAborted: 17,
  NodeNotReady: 18,
  AutoscalerFailing: 19,
};

export function worstFirst(one: Problem, other: Problem): number {
  return (
    severity[one.reason] - severity[other.reason] ||
    other.pods - one.pods ||
    other.restarts - one.restarts ||
    compareText(one.container, other.container)
  );
}

export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
