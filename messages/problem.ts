import type { Problem, ProblemReason } from '../src/domain/problem/problem.ts';
import { autoscalerSentence } from './autoscaler.ts';
import { crashSentence, memorySentence } from './crash.ts';
import { howItEnded } from './exit-code.ts';
import { pullSentence } from './image-pull.ts';
import { containerName, foreignWords, imageName, pods, versionName } from './names.ts';
import { lostNodeSentence, shortNodeWords } from './node.ts';
import { abortedSentence, invalidSpecSentence, notCreatedSentence } from './refused-revision.ts';
import { unschedulableSentence } from './scheduling.ts';
import {
  creatingSentence,
  gatedSentence,
  initSentence,
  notReadySentence,
  rejectedSentence,
} from './stuck.ts';
import { type Tense, told, toldOf } from './tense.ts';

/** What is wrong, in one sentence or two, with how often and in how many pods. Plain text; parts of it are foreign. */
export function problemSentence(problem: Problem, versionLabel: string, tense: Tense = 'now'): string {
  const manner = { isCounted: true, tense };
  const extent = extentOf(problem, versionLabel);
  const cause = capitalised(problem, causeOf(problem, versionLabel, manner));
  const said = extent === '' ? cause : `${cause.replace(/\.$/, '')} (${extent}).`;
  return `${said}${shortNodeWords(problem, manner)}`;
}

/** Before a next sentence: what ends with foreign words has no full stop of its own. */
export function withFullStop(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** The same without numbers that move with every crash: for messages that should not change all the time. */
export function problemCause(problem: Problem, versionLabel: string): string {
  const manner = { isCounted: false, tense: 'now' } as const;
  const cause = causeOf(problem, versionLabel, manner);
  return `${capitalised(problem, cause)}${shortNodeWords(problem, manner)}`;
}

/** A container's name stays as it is written; what we call it begins a sentence like any word. */
function capitalised({ role }: Problem, said: string): string {
  return role === undefined ? said : said.charAt(0).toUpperCase() + said.slice(1);
}

interface Manner {
  readonly isCounted: boolean;
  readonly tense: Tense;
}

function causeOf(problem: Problem, versionLabel: string, manner: Manner): string {
  const container = subjectOf(problem);
  const version = versionName(versionLabel);
  const { tense } = manner;
  const cannot = told(tense, 'cannot', 'could not');
  const whose = { container, version, tense };
  const where = manner.isCounted ? ` in ${pods(problem.pods)} of ${version}` : '';
  switch (problem.reason) {
    case 'CrashLoopBackOff':
      return crashSentence(problem, container, tense);
    case 'OOMKilled':
      return memorySentence(problem, container);
    case 'CreateContainerConfigError':
      return configurationSentence(problem, { container, version, where, ...manner });
    case 'CreateContainerError':
      return `${container} ${cannot} be created${where}${said(problem.message)}`;
    case 'RunContainerError':
      return startSentence(problem, `${container} ${cannot} be started${where}`);
    case 'ImagePullBackOff':
      return pullSentence(problem, waiting(problem, version, manner), tense);
    case 'InvalidImageName':
      return `“${imageName(problem.image)}” ${told(tense, 'is', 'was')} not a valid name of an image${waiting(problem, version, manner)}.`;
    case 'LifecycleHookError':
      return `The start of ${container} failed at a lifecycle hook${where}${said(problem.message)}`;
    case 'SandboxError':
      return `The node ${cannot} set up or clean up ${container}${where}${said(problem.message)}`;
    case 'FailedDelete':
      return `Pods that ${told(tense, 'have', 'had')} to go ${cannot} be deleted${said(problem.message)}`;
    case 'PodRejected':
      return rejectedSentence(problem, version);
    case 'Unschedulable':
      return unschedulableSentence(problem, version, tense);
    case 'SchedulingGated':
      return gatedSentence(problem, whose);
    case 'ContainerCreating':
      return creatingSentence(problem, whose);
    case 'InitRunning':
      return initSentence(problem, whose);
    case 'NotReady':
      return notReadySentence(problem, whose);
    case 'FailedCreate':
      return `${pods(problem.pods)} of ${version} could not be created. Kubernetes says: ${foreignWords(problem.message) || 'nothing'}`;
    case 'BlockedByPod':
      return blockedSentence(problem, version, tense);
    case 'JobFailed':
      return jobSentence(problem, container, tense);
    case 'ReplicaSetCreateError':
      return notCreatedSentence(problem, version, tense);
    case 'InvalidSpec':
      return invalidSpecSentence(problem, version, tense);
    case 'RolloutAborted':
      return abortedSentence(problem, tense);
    case 'AutoscalerFailing':
      return autoscalerSentence(problem);
    case 'NodeNotReady':
      return lostNodeSentence(problem, version, tense);
    default:
      return problem.reason satisfies never;
  }
}

const crashes: ReadonlySet<ProblemReason> = new Set(['CrashLoopBackOff', 'OOMKilled']);

/** `2 pods of v43, 3 restarts`, where the sentence does not say it. */
function extentOf({ reason, restarts, pods: count }: Problem, versionLabel: string): string {
  if (reason === 'JobFailed') return count > 1 ? pods(count) : '';
  if (!crashes.has(reason)) return '';
  const often = restarts === 1 ? ['1 restart'] : restarts > 1 ? [`${restarts} restarts`] : [];
  return [`${pods(count)} of ${versionName(versionLabel)}`, ...often].join(', ');
}

/** `, and 2 pods of v43 wait for it` */
function waiting({ pods: count }: Problem, version: string, { isCounted, tense }: Manner): string {
  const verb = toldOf(tense, count, ['waits', 'wait'], ['waited', 'waited']);
  return isCounted ? `, and ${pods(count)} of ${version} ${verb} for it` : '';
}

interface Configured extends Manner {
  readonly container: string;
  readonly version: string;
  readonly where: string;
}

function configurationSentence(
  problem: Problem,
  { container, version, where, isCounted, tense }: Configured,
): string {
  const { missing, message, pods: count } = problem;
  if (missing === undefined)
    return `${container} ${told(tense, 'cannot', 'could not')} be configured${where}${said(message)}`;
  const object = `${missing.kind} ${foreignWords(missing.name, 120)}`;
  const several = isCounted && count > 1;
  const verb = toldOf(tense, several ? count : 1, ['expects', 'expect'], ['expected', 'expected']);
  const expected = `${several ? `${pods(count)} of ${version}` : version} ${verb} it.`;
  return missing.key === undefined
    ? `${object} ${told(tense, 'does not', 'did not')} exist. ${expected}`
    : `${object} ${told(tense, 'has', 'had')} no key ${foreignWords(missing.key, 120)}. ${expected}`;
}

function blockedSentence({ pod, image, pods: count }: Problem, version: string, tense: Tense): string {
  const others = count > 1 ? ` and ${pods(count - 1)} more` : '';
  const verb = toldOf(tense, count, ['does', 'do'], ['did', 'did']);
  const waits = told(tense, 'waits for it before it goes on', 'waited for it before it would go on');
  return `Pod ${foreignWords(pod, 253)}${others} of another version (${imageName(image)}) ${verb} not get ready, and the StatefulSet ${waits} with ${version}.`;
}

/** Kubernetes' reason for giving up comes first in the message. */
function jobSentence(problem: Problem, container: string, tense: Tense): string {
  const words = foreignWords(problem.message);
  const reason = /^\w+(?=: |$)/.exec(words)?.[0];
  const says = words === '' ? '' : ` Kubernetes says: ${words}`;
  if (problem.exitCode === undefined && reason === 'DeadlineExceeded') {
    return `The job ran for longer than it ${told(tense, 'may', 'might')} (DeadlineExceeded) and was stopped.`;
  }
  if (problem.exitCode === undefined) {
    return problem.pod === ''
      ? `The job failed, and no pod of it ${told(tense, 'is', 'was')} left to say why.${says}`
      : `The job failed because its pod ${foreignWords(problem.pod, 253)} was taken away by its node, not by an error of its own.${says}`;
  }
  const because = reason === undefined ? '' : ` (${reason})`;
  return `The job was given up${because}: ${container} ${told(tense, 'exits', 'exited')} with ${howItEnded(problem)}.`;
}

function startSentence(problem: Problem, sentence: string): string {
  const end = problem.exitCode === undefined ? '' : ` (${howItEnded(problem)})`;
  return `${sentence}${end}${said(problem.message)}`;
}

/** `payments-api`, `the init container migrate`, `the sidecar proxy` */
export function subjectOf({ container, role }: Problem): string {
  const name = containerName(container);
  if (container === '' || role === undefined) return name;
  return role === 'init' ? `init container ${name}` : `sidecar ${name}`;
}

function said(message: string): string {
  const words = foreignWords(message);
  return words === '' ? '.' : `. Kubernetes says: ${words}`;
}
