import { describe, expect, it } from 'vitest';
import { diagnoseWaiting, suspectWaiting } from '../../../src/domain/problem/waiting.ts';

const waiting = (reason: string, message = 'why') => ({ kind: 'waiting', reason, message }) as const;

/** Of pkg/kubelet in 2026; the last two of older kubelets. */
const fatal = [
  ['ErrImageNeverPull', 'ImagePullBackOff'],
  ['ImagePullBackOff', 'ImagePullBackOff'],
  ['ImageInspectError', 'ImagePullBackOff'],
  ['SignatureValidationFailed', 'ImagePullBackOff'],
  ['InvalidImageName', 'InvalidImageName'],
  ['ImageVolumeMountFailed', 'CreateContainerError'],
  ['CreateContainerConfigError', 'CreateContainerConfigError'],
  ['CreateContainerError', 'CreateContainerError'],
  ['RunContainerError', 'RunContainerError'],
  ['PreCreateHookError', 'LifecycleHookError'],
  ['PreStartHookError', 'LifecycleHookError'],
  ['PostStartHookError', 'LifecycleHookError'],
  ['RunInitContainerError', 'RunContainerError'],
  ['VerifyNonRootError', 'CreateContainerConfigError'],
] as const;

/** What the next attempt may get over. */
const passing = [
  ['ErrImagePull', 'ImagePullBackOff'],
  ['RegistryUnavailable', 'ImagePullBackOff'],
  ['CreatePodSandboxError', 'SandboxError'],
  ['ConfigPodSandboxError', 'SandboxError'],
  ['KillPodSandboxError', 'SandboxError'],
  ['KillContainerError', 'SandboxError'],
  ['RemoveContainerError', 'SandboxError'],
  ['ResizePodInPlaceError', 'SandboxError'],
  ['ErrBroughtByALaterKubelet', 'CreateContainerError'],
  ['NeverHeardOfError', 'CreateContainerError'],
] as const;

describe('why a container waits', () => {
  it.each(fatal)('%s is a problem at once: %s', (reason, said) => {
    expect(diagnoseWaiting(waiting(reason))).toMatchObject({ reason: said });
    expect(suspectWaiting(waiting(reason))).toBeUndefined();
  });

  it.each(passing)('%s is one when it lasts: %s', (reason, said) => {
    expect(diagnoseWaiting(waiting(reason))).toBeUndefined();
    expect(suspectWaiting(waiting(reason))).toMatchObject({ reason: said });
  });

  it.each(['ContainerCreating', 'PodInitializing', 'CrashLoopBackOff', ''])(
    '%j says nothing by itself',
    (reason) => {
      expect(diagnoseWaiting(waiting(reason))).toBeUndefined();
      expect(suspectWaiting(waiting(reason))).toBeUndefined();
    },
  );

  it.each([
    ['ErrImagePull', 'manifest unknown', 'pull access denied'],
    ['ErrImagePull', 'unauthorized: authentication required', 'not found'],
  ])('%s is a problem at once when no attempt can help: %s', (reason, ...messages) => {
    for (const message of messages) {
      expect(diagnoseWaiting(waiting(reason, message))).toMatchObject({ reason: 'ImagePullBackOff' });
    }
  });

  it('a cache of the kubelet that is late heals by itself', () => {
    const late = waiting(
      'CreateContainerConfigError',
      'failed to sync configmap cache: timed out waiting for the condition',
    );

    expect(diagnoseWaiting(late)).toBeUndefined();
    expect(suspectWaiting(late)).toMatchObject({ reason: 'CreateContainerConfigError' });
  });
});
