import type { Problem } from '../src/domain/problem/problem.ts';
import { howItEnded } from './exit-code.ts';
import { pullFailure, pullHint, pullSentence } from './image-pull.ts';
import { containerName, foreignWords, imageName, pods, versionName } from './names.ts';
import { memoryQuantity } from './quantity.ts';

/** What is wrong, in one sentence or two, with how often and in how many pods. Plain text; parts of it are foreign. */
export function problemSentence(problem: Problem, versionLabel: string): string {
  const extent = extentOf(problem, versionLabel);
  const cause = problemCause(problem, versionLabel);
  return extent === '' ? cause : `${cause.replace(/\.$/, '')} (${extent}).`;
}

/** The same without numbers that move with every crash: for messages that should not change all the time. */
export function problemCause(problem: Problem, versionLabel: string): string {
  const container = containerName(problem.container);
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
  const container = containerName(problem.container);
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
    case 'CreateContainerError':
      return undefined;
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

function crashSentence(problem: Problem, container: string): string {
  const end = howItEnded(problem);
  const left = /^back-off /i.test(problem.message) ? '' : foreignWords(problem.message, 300);
  const sentence = end === undefined ? `${container} keeps crashing.` : `${container} exits with ${end}.`;
  return left === '' ? sentence : `${sentence.slice(0, -1)}, saying “${left}”.`;
}

function crashHint({ exitCode }: Problem, container: string): string | undefined {
  switch (exitCode) {
    case 0:
      return `Try: let ${container} run in the foreground, or make it a Job.`;
    case 126:
    case 127:
      return `Try: check the command of ${container}, and that the image has it.`;
    case 132:
      return 'Try: build the image for the CPU type of the nodes.';
    case 137:
    case 143:
      return `Try: check the liveness probe of ${container}; it may need more time to start.`;
    default:
      return undefined;
  }
}

function memorySentence({ memoryLimit, exitCode }: Problem, container: string): string {
  const limit =
    memoryLimit === undefined
      ? 'more memory than it may'
      : `more than its ${memoryQuantity(memoryLimit)} of memory`;
  return `${container} was killed for using ${limit}${exitCode === undefined ? '' : `, exit code ${exitCode}`}.`;
}

function configurationSentence({ missing, message }: Problem, container: string, version: string): string {
  if (missing === undefined) return `${container} cannot be configured${said(message)}`;
  const object = `${missing.kind} ${foreignWords(missing.name, 120)}`;
  return missing.key === undefined
    ? `${object} does not exist. ${version} expects it.`
    : `${object} has no key ${foreignWords(missing.key, 120)}. ${version} expects it.`;
}

function configurationHint({ missing }: Problem): string | undefined {
  if (missing === undefined) return undefined;
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

function said(message: string): string {
  const words = foreignWords(message);
  return words === '' ? '.' : `. Kubernetes says: ${words}`;
}
