import type { ContainerState } from '../rollout/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';
import { parseMissingReference } from './missing-reference.ts';
import type { ProblemReason } from './problem.ts';

export type Waiting = Extract<ContainerState, { kind: 'waiting' }>;
type Diagnose = (state: Waiting) => Diagnosis | undefined;

/** A container that cannot start. Each reason decides by the kubelet's message whether it will heal by itself. */
export function diagnoseWaiting(state: Waiting): Diagnosis | undefined {
  return fatal.get(state.reason)?.(state);
}

/** A container that does not start now but may at the next attempt. */
export function suspectWaiting(state: Waiting): Diagnosis | undefined {
  if (fatal.get(state.reason)?.(state) !== undefined) return undefined;
  const passing = passingReasons.get(state.reason);
  if (passing !== undefined) return { reason: passing, message: state.message };
  // A reason that a later kubelet has brought: they have been named like this since the first.
  const isUnknownFailure = /^Err|(?:Error|BackOff|Failed)$/.test(state.reason) && !known.has(state.reason);
  return isUnknownFailure ? { reason: 'CreateContainerError', message: wordsOf(state) } : undefined;
}

const as =
  (reason: ProblemReason): Diagnose =>
  ({ message }) => ({ reason, message });
const named =
  (reason: ProblemReason): Diagnose =>
  (state) => ({ reason, message: wordsOf(state) });

/** Reasons of pkg/kubelet/{container/sync_result,images/types,kuberuntime}.go; the last ones of older kubelets. */
const fatal: ReadonlyMap<string, Diagnose> = new Map<string, Diagnose>([
  ['CreateContainerConfigError', diagnoseConfiguration],
  ['CreateContainerError', as('CreateContainerError')],
  ['RunContainerError', as('RunContainerError')],
  ['ImagePullBackOff', ({ message }) => ({ reason: 'ImagePullBackOff', message: withoutBackOff(message) })],
  ['ErrImageNeverPull', as('ImagePullBackOff')],
  ['ErrImagePull', diagnosePull],
  ['ImageInspectError', as('ImagePullBackOff')],
  ['SignatureValidationFailed', named('ImagePullBackOff')],
  ['ImageVolumeMountFailed', named('CreateContainerError')],
  ['InvalidImageName', as('InvalidImageName')],
  ['PreCreateHookError', named('LifecycleHookError')],
  ['PreStartHookError', named('LifecycleHookError')],
  ['PostStartHookError', named('LifecycleHookError')],
  ['RunInitContainerError', as('RunContainerError')],
  ['VerifyNonRootError', diagnoseConfiguration],
]);

/** Trouble of a registry, a node or a cache, which the next attempts mostly get over. */
const passingReasons: ReadonlyMap<string, ProblemReason> = new Map<string, ProblemReason>([
  ['ErrImagePull', 'ImagePullBackOff'],
  ['RegistryUnavailable', 'ImagePullBackOff'],
  ['CreateContainerConfigError', 'CreateContainerConfigError'],
  ['CreatePodSandboxError', 'SandboxError'],
  ['ConfigPodSandboxError', 'SandboxError'],
  ['KillPodSandboxError', 'SandboxError'],
  ['KillContainerError', 'SandboxError'],
  ['RemoveContainerError', 'SandboxError'],
  ['ResizePodInPlaceError', 'SandboxError'],
]);

const known: ReadonlySet<string> = new Set([...fatal.keys(), ...passingReasons.keys(), 'CrashLoopBackOff']);

function wordsOf({ reason, message }: Waiting): string {
  return message === '' ? reason : `${reason}: ${message}`;
}

function diagnoseConfiguration({ message }: Waiting): Diagnosis | undefined {
  // The kubelet's cache timed out: it asks again and heals (Shopify/krane pod.rb knows the same words).
  if (/failed to sync .{0,200}cache/i.test(message)) return undefined;
  const missing = parseMissingReference(message);
  return { reason: 'CreateContainerConfigError', message, ...(missing === undefined ? {} : { missing }) };
}

/** The two reasons alternate while the words of the failure stay: said alike, they do not look like a change. */
function withoutBackOff(message: string): string {
  return message.replace(/^Back-off pulling image "[^"]*": ErrImagePull: /, '');
}

const hopelessPull = /not found|manifest unknown|does not exist|denied|unauthorized|forbidden/i;

function diagnosePull({ message }: Waiting): Diagnosis | undefined {
  // A registry that is slow or away may answer the next attempt; ImagePullBackOff comes soon enough if not.
  return hopelessPull.test(message) ? { reason: 'ImagePullBackOff', message } : undefined;
}
