import { describe, expect, it } from 'vitest';
import { problemCause, problemSentence } from '../../messages/problem.ts';
import { problemHint } from '../../messages/problem-hint.ts';
import type { Problem } from '../../src/domain/problem/problem.ts';
import { crash } from './cards.ts';
import { besides } from './problems-besides.ts';

const image = 'registry.example/payments:v43';
const pull = (message: string): Problem => crash({ reason: 'ImagePullBackOff', restarts: 0, image, message });
const config = (missing: Problem['missing'], message = ''): Problem =>
  crash({ reason: 'CreateContainerConfigError', restarts: 0, message, ...(missing ? { missing } : {}) });
const unknownEnd = (): Problem => {
  const { exitCode: _, ...rest } = crash();
  return rest;
};

const problems: Readonly<Record<string, Problem>> = {
  'a crash': crash(),
  'a crash in one pod': crash({ pods: 1, restarts: 1 }),
  'a crash that left a last word': crash({ message: 'DB_POOL_SIZE must be a number, got "ten".' }),
  'a crash with the words of the back-off': crash({ message: 'back-off 40s restarting failed container' }),
  'an end without an error': crash({ exitCode: 0 }),
  'exit code 126': crash({ exitCode: 126 }),
  'exit code 127': crash({ exitCode: 127 }),
  'exit code 132': crash({ exitCode: 132 }),
  'exit code 137': crash({ exitCode: 137 }),
  'exit code 139': crash({ exitCode: 139 }),
  'exit code 143': crash({ exitCode: 143 }),
  'exit code 160': crash({ exitCode: 160 }),
  'exit code 42': crash({ exitCode: 42 }),
  'an end that nobody saw': unknownEnd(),
  'out of memory': crash({ reason: 'OOMKilled', exitCode: 137, memoryLimit: '256Mi', restarts: 4 }),
  'out of memory, limit in bytes': crash({ reason: 'OOMKilled', exitCode: 137, memoryLimit: '268435456' }),
  'out of memory, limit unknown': crash({ reason: 'OOMKilled', exitCode: 137 }),
  'a missing key': config({ kind: 'ConfigMap', name: 'payments-config', key: 'DB_URL' }),
  'a missing Secret': config({ kind: 'Secret', name: 'payments-db' }),
  'another error of configuration': config(
    undefined,
    'container has runAsNonRoot and image will run as root',
  ),
  'an image that is not there': pull('rpc error: manifest unknown: not found'),
  'an image that may not be pulled': pull('unauthorized: authentication required'),
  'an image that is missing or private': pull('pull access denied, repository does not exist or may require'),
  'an image that is never pulled': pull('Container image is not present with pull policy of Never'),
  'a registry that does not answer': pull('dial tcp: lookup registry.example: no such host'),
  'a name that is none': crash({ reason: 'InvalidImageName', image: 'Payments:v 43' }),
  'a quota': crash({
    reason: 'FailedCreate',
    container: '',
    message:
      'pods "payments-api-43-x" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=10',
  }),
  'a webhook that refuses': crash({
    reason: 'FailedCreate',
    container: '',
    message: 'admission webhook "policy.example" denied the request: no label team',
  }),
  'a service account that is missing': crash({
    reason: 'FailedCreate',
    container: '',
    message: 'error looking up service account payments/api: serviceaccount "api" not found',
  }),
  'a container that cannot be created': crash({
    reason: 'CreateContainerError',
    message: 'failed to reserve container name',
  }),
  'a node that has no room': crash({
    reason: 'Unschedulable',
    container: '',
    message: '0/4 nodes are available: 4 Insufficient cpu. preemption: 0/4 nodes are available.',
    requests: { cpuMillis: 64_000, memoryBytes: 64 * 1024 ** 2 },
  }),
  'a pod that asks for nothing we know': crash({ reason: 'Unschedulable', container: '', message: '' }),
  'a readiness probe that fails': crash({
    reason: 'NotReady',
    restarts: 0,
    probe: { purpose: 'readiness', kind: 'http', target: '/healthz', port: '8080', allowanceMs: 30_000 },
  }),
  'pods that are not ready and do not say why': crash({ reason: 'NotReady', restarts: 0 }),
  'an init container that does not end': crash({ reason: 'InitRunning', container: 'migrate', role: 'init' }),
  'a sidecar that crashes': crash({ container: 'proxy', role: 'sidecar' }),
  'a pod that a node refuses': crash({ reason: 'PodRejected', container: '', pods: 1, message: '' }),
  'a hook that fails': crash({ reason: 'LifecycleHookError', message: 'PostStartHookError: exited with 1' }),
  'a sandbox that cannot be made': crash({ reason: 'SandboxError', message: 'no IP addresses available' }),
  'pods that may not be deleted': crash({ reason: 'FailedDelete', container: '', message: '' }),
  'a gate that nobody opens': crash({ reason: 'SchedulingGated', container: '', message: '' }),
  'a pod that is never created': crash({ reason: 'ContainerCreating', container: '', message: '' }),
  'a container that cannot be started': crash({
    reason: 'RunContainerError',
    exitCode: 127,
    message: 'exec: "./payments": no such file or directory',
  }),
  ...besides,
};

describe.each(Object.entries(problems))('%s', (_name, problem) => {
  it('is said in a sentence, with what to try', () => {
    const said = [problemSentence(problem, 'v43'), problemHint(problem)];

    expect(said.join('\n')).toMatchSnapshot();
  });

  it('has a cause without numbers that move', () => {
    const more = { ...problem, restarts: problem.restarts + 3 };

    expect(problemCause(more, 'v43')).toBe(problemCause(problem, 'v43'));
  });
});

describe('a sentence', () => {
  it.each(Object.values(problems).map((problem) => [problem.reason, problem]))(
    'of %s stays short, whatever the names are',
    (_reason, problem) => {
      const endless = 'x'.repeat(10_000);
      const missing = problem.missing && { ...problem.missing, name: endless, key: endless };

      const said = problemSentence(
        { ...problem, container: endless, image: endless, message: endless, ...(missing ? { missing } : {}) },
        endless,
      );

      expect(said.length).toBeLessThanOrEqual(800);
    },
  );
});
