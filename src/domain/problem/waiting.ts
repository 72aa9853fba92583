import type { ContainerState } from '../rollout/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';
import { parseMissingReference } from './missing-reference.ts';

type Waiting = Extract<ContainerState, { kind: 'waiting' }>;
type Diagnose = (state: Waiting) => Diagnosis | undefined;

/** A container that cannot start. Each reason decides by the kubelet's message whether it will heal by itself. */
export function diagnoseWaiting(state: Waiting): Diagnosis | undefined {
  return families.get(state.reason)?.(state);
}

const families: ReadonlyMap<string, Diagnose> = new Map<string, Diagnose>([
  ['CreateContainerConfigError', diagnoseConfiguration],
  ['VerifyNonRootError', diagnoseConfiguration],
  ['CreateContainerError', ({ message }) => ({ reason: 'CreateContainerError', message })],
  ['RunContainerError', ({ message }) => ({ reason: 'RunContainerError', message })],
  ['RunInitContainerError', ({ message }) => ({ reason: 'RunContainerError', message })],
  ['ImagePullBackOff', ({ message }) => ({ reason: 'ImagePullBackOff', message: withoutBackOff(message) })],
  ['ErrImageNeverPull', ({ message }) => ({ reason: 'ImagePullBackOff', message })],
  ['ErrImagePull', diagnosePull],
  ['InvalidImageName', ({ message }) => ({ reason: 'InvalidImageName', message })],
]);

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
