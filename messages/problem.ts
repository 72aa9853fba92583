import type { Problem } from '../src/domain/problem/problem.ts';
import { crashHint, crashSentence, memorySentence } from './crash.ts';
import { howItEnded } from './exit-code.ts';
import { pullFailure, pullHint, pullSentence } from './image-pull.ts';
import { containerName, foreignWords, imageName, pods, versionName } from './names.ts';
import { unschedulableHint, unschedulableSentence } from './scheduling.ts';
import {
  creatingSentence,
  gatedSentence,
  initSentence,
  notReadyHint,
  notReadySentence,
  rejectedHint,
  rejectedSentence,
} from './stuck.ts';

/** What is wrong, in one sentence or two, with how often and in how many pods. Plain text; parts of it are foreign. */
export function problemSentence(problem: Problem, versionLabel: string): string {
  const extent = extentOf(problem, versionLabel);
  const cause = problemCause(problem, versionLabel);
  return extent === '' ? cause : `${cause.replace(/\.$/, '')} (${extent}).`;
}

/** The same without numbers that move with every crash: for messages that should not change all the time. */
export function problemCause(problem: Problem, versionLabel: string): string {
  const said = causeOf(problem, versionLabel);
  // A container's name stays as it is written; what we call it begins a sentence like any word.
  return problem.role === undefined ? said : said.charAt(0).toUpperCase() + said.slice(1);
}

function causeOf(problem: Problem, versionLabel: string): string {
  const container = subjectOf(problem);
  const version = versionName(versionLabel);
  switch (problem.reason) {
    case 'CrashLoopBackOff':
      return crashSentence(problem, container);
    case 'OOMKilled':
      return memorySentence(problem, container);
    case 'CreateContainerConfigError':
      return configurationSentence(problem, container, version);
    case 'CreateContainerError':
      return `${container} cannot be created${said(problem.message)}`;
    case 'RunContainerError':
      return startSentence(problem, container);
    case 'ImagePullBackOff':
      return pullSentence(problem);
    case 'InvalidImageName':
      return `“${imageName(problem.image)}” is not a valid name of an image.`;
    case 'LifecycleHookError':
      return `The start of ${container} failed at a lifecycle hook${said(problem.message)}`;
    case 'SandboxError':
      return `The node cannot set up or clean up ${container}${said(problem.message)}`;
    case 'FailedDelete':
      return `Pods that have to go cannot be deleted${said(problem.message)}`;
    case 'PodRejected':
      return rejectedSentence(problem, version);
    case 'Unschedulable':
      return unschedulableSentence(problem, version);
    case 'SchedulingGated':
      return gatedSentence(problem, version);
    case 'ContainerCreating':
      return creatingSentence(problem, version);
    case 'InitRunning':
      return initSentence(problem, container, version);
    case 'NotReady':
      return notReadySentence(problem, container, version);
    case 'FailedCreate':
      return `${pods(problem.pods)} of ${version} could not be created. Kubernetes says: ${foreignWords(problem.message) || 'nothing'}`;
    case 'BlockedByPod':
      return blockedSentence(problem, version);
    case 'JobFailed':
      return jobSentence(problem, container);
    default:
      return problem.reason satisfies never;
  }
}

/** One concrete thing to try; undefined where we know none. */
export function problemHint(problem: Problem): string | undefined {
  const container = subjectOf(problem);
  switch (problem.reason) {
    case 'CrashLoopBackOff':
      return crashHint(problem, container);
    case 'OOMKilled':
      return `Try: raise the memory limit of ${container}, or find what takes the memory.`;
    case 'CreateContainerConfigError':
      return configurationHint(problem);
    case 'ImagePullBackOff':
      return pullHint(pullFailure(problem.message));
    case 'InvalidImageName':
      return 'Try: correct the image in the pod template, for example an empty tag or a capital letter.';
    case 'FailedCreate':
      return createHint(problem.message);
    case 'RunContainerError':
      return 'Try: check the command of the container, and that the image has it.';
    case 'BlockedByPod':
      return `Try: kubectl delete pod ${foreignWords(problem.pod, 253)}. It comes back with the present version.`;
    case 'JobFailed':
      return jobHint(problem, container);
    case 'LifecycleHookError':
      return hookHint(problem.message, container);
    case 'PodRejected':
      return rejectedHint(problem);
    case 'Unschedulable':
      return unschedulableHint(problem);
    case 'SchedulingGated':
      return 'Try: ask who sets spec.schedulingGates: a queue, a quota or a controller that is down.';
    case 'ContainerCreating':
      return 'Try: kubectl describe the pod; its events name the volume or the network that is missing.';
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
    default:
      return problem.reason satisfies never;
  }
}

/** `2 pods of v43, 3 restarts`, as far as it says something. */
function extentOf({ reason, restarts, pods: count }: Problem, versionLabel: string): string {
  if (reason !== 'CrashLoopBackOff' && reason !== 'OOMKilled') return '';
  const often = restarts === 1 ? ['1 restart'] : restarts > 1 ? [`${restarts} restarts`] : [];
  return [`${pods(count)} of ${versionName(versionLabel)}`, ...often].join(', ');
}

function configurationSentence({ missing, message }: Problem, container: string, version: string): string {
  if (missing === undefined) return `${container} cannot be configured${said(message)}`;
  const object = `${missing.kind} ${foreignWords(missing.name, 120)}`;
  return missing.key === undefined
    ? `${object} does not exist. ${version} expects it.`
    : `${object} has no key ${foreignWords(missing.key, 120)}. ${version} expects it.`;
}

function configurationHint({ missing, message }: Problem): string | undefined {
  if (missing === undefined) {
    return /runAsNonRoot/.test(message)
      ? 'Try: set USER in the image, or runAsUser in the pod template, to the number of a user that is not root.'
      : undefined;
  }
  return missing.key === undefined
    ? `Try: create the ${missing.kind}, or roll back.`
    : 'Try: add the key, or roll back.';
}

function blockedSentence({ pod, image, pods: count }: Problem, version: string): string {
  const others = count > 1 ? ` and ${pods(count - 1)} more` : '';
  const verb = count > 1 ? 'do' : 'does';
  return `Pod ${foreignWords(pod, 253)}${others} of another version (${imageName(image)}) ${verb} not get ready, and the StatefulSet waits for it before it goes on with ${version}.`;
}

/** Kubernetes' reason for giving up comes first in the message. */
function jobSentence(problem: Problem, container: string): string {
  const words = foreignWords(problem.message);
  const reason = /^\w+(?=: |$)/.exec(words)?.[0];
  const because = reason === undefined ? '' : ` (${reason})`;
  if (problem.exitCode === undefined && reason === 'DeadlineExceeded') {
    return 'The job ran for longer than it may (DeadlineExceeded) and was stopped.';
  }
  if (problem.exitCode === undefined) {
    return `The job failed, and no pod of it is left to say why.${words === '' ? '' : ` Kubernetes says: ${words}`}`;
  }
  return `The job was given up${because}: ${container} exits with ${howItEnded(problem)}.`;
}

function jobHint({ exitCode, message }: Problem, container: string): string | undefined {
  if (message.startsWith('DeadlineExceeded')) {
    return 'Try: raise activeDeadlineSeconds, or find what takes the time.';
  }
  if (exitCode === undefined) return 'Try: restartPolicy Never keeps failed pods and their logs.';
  return exitCode === 126 || exitCode === 127
    ? `Try: check the command of ${container}, and that the image has it.`
    : undefined;
}

function startSentence(problem: Problem, container: string): string {
  const end = problem.exitCode === undefined ? '' : ` (${howItEnded(problem)})`;
  return `${container} cannot be started${end}${said(problem.message)}`;
}

function createHint(message: string): string | undefined {
  if (/exceeded quota/i.test(message)) return 'Try: raise the quota of the namespace, or ask for less.';
  if (/violates PodSecurity|denied the request|admission/i.test(message)) {
    return 'Try: change the pod template so that the rule lets it pass.';
  }
  if (/serviceaccount .*not found/i.test(message)) return 'Try: create the service account, or roll back.';
  return undefined;
}

/** `payments-api`, `the init container migrate`, `the sidecar proxy` */
function subjectOf({ container, role }: Problem): string {
  const name = containerName(container);
  if (container === '' || role === undefined) return name;
  return role === 'init' ? `init container ${name}` : `sidecar ${name}`;
}

function hookHint(message: string, container: string): string {
  return /PostStartHookError/.test(message)
    ? `Try: run the command of the postStart hook of ${container} by hand.`
    : `Try: check what ${container} asks of devices and CPUs, and whether the node has them.`;
}

function createContainerHint(message: string): string | undefined {
  return /reserve container name|name .{0,300} is reserved/i.test(message)
    ? 'Try: delete the pod; its node still holds a container of the same name.'
    : 'Try: check the volume mounts, devices and security context of the container.';
}

function said(message: string): string {
  const words = foreignWords(message);
  return words === '' ? '.' : `. Kubernetes says: ${words}`;
}
