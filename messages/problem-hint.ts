import type { Problem } from '../src/domain/problem/problem.ts';
import { autoscalerHint } from './autoscaler.ts';
import { crashHint } from './crash.ts';
import { pullFailure, pullHint } from './image-pull.ts';
import { jobHint } from './job-hint.ts';
import { describePod, type Place, podName } from './kubectl.ts';
import { foreignWords } from './names.ts';
import { lostNodeHint } from './node.ts';
import { subjectOf } from './problem.ts';
import { abortedHint, invalidSpecHint, refusalHint } from './refused-revision.ts';
import { unschedulableHint } from './scheduling.ts';
import { notReadyHint, rejectedHint } from './stuck.ts';

/** One concrete thing to try. Commands name the pod only where a place is given. */
export function problemHint(problem: Problem, place?: Place): string {
  const container = subjectOf(problem);
  switch (problem.reason) {
    case 'CrashLoopBackOff':
      return crashHint(problem, container, place);
    case 'OOMKilled':
      return `Try: raise the memory limit of ${container}, or find what takes the memory.`;
    case 'CreateContainerConfigError':
      return configurationHint(problem);
    case 'ImagePullBackOff':
      return pullHint(pullFailure(problem.message));
    case 'InvalidImageName':
      return 'Try: correct the image in the pod template, for example an empty tag or a capital letter.';
    case 'FailedCreate':
      return refusalHint(problem.message, 'pods');
    case 'ReplicaSetCreateError':
      return refusalHint(problem.message, 'ReplicaSet');
    case 'RunContainerError':
      return 'Try: check the command of the container, and that the image has it.';
    case 'BlockedByPod':
      return `Try: kubectl delete pod ${podName(problem.pod, place) ?? foreignWords(problem.pod, 253)}. It comes back with the present version.`;
    case 'JobFailed':
      return jobHint(problem, container, place);
    case 'LifecycleHookError':
      return hookHint(problem.message, container);
    case 'PodRejected':
      return rejectedHint(problem, place);
    case 'Unschedulable':
      return unschedulableHint(problem, place);
    case 'SchedulingGated':
      return 'Try: ask who sets spec.schedulingGates: a queue, a quota or a controller that is down.';
    case 'ContainerCreating':
      return `Try: ${describePod(problem, place)}; its events name the volume or the network that is missing.`;
    case 'InitRunning':
      return `Try: see in the log of ${container} what it waits for.`;
    case 'NotReady':
      return notReadyHint(problem);
    case 'SandboxError':
      return 'Try: look at the node, not at the release; deleting the pod may place it elsewhere.';
    case 'FailedDelete':
      return 'Try: look for a finalizer or an admission webhook that holds the pods.';
    case 'CreateContainerError':
      return createContainerHint(problem.message);
    case 'InvalidSpec':
      return invalidSpecHint;
    case 'RolloutAborted':
      return abortedHint;
    case 'AutoscalerFailing':
      return autoscalerHint(problem);
    case 'NodeNotReady':
      return lostNodeHint;
    default:
      return problem.reason satisfies never;
  }
}

function configurationHint({ missing, message }: Problem): string {
  if (missing === undefined) {
    return /runAsNonRoot/.test(message)
      ? 'Try: set USER in the image, or runAsUser in the pod template, to the number of a user that is not root.'
      : 'Try: compare what Kubernetes says with env, envFrom and securityContext of the pod template.';
  }
  return missing.key === undefined
    ? `Try: create the ${missing.kind}, or roll back.`
    : 'Try: add the key, or roll back.';
}

function hookHint(message: string, container: string): string {
  return /PostStartHookError/.test(message)
    ? `Try: run the command of the postStart hook of ${container} by hand.`
    : `Try: check what ${container} asks of devices and CPUs, and whether the node has them.`;
}

function createContainerHint(message: string): string {
  return /reserve container name|name .{0,300} is reserved/i.test(message)
    ? 'Try: delete the pod; its node still holds a container of the same name.'
    : 'Try: check the volume mounts, devices and security context of the container.';
}
