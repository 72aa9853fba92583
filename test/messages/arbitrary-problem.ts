import fc from 'fast-check';
import type { ProbeFailure } from '../../src/domain/problem/probe-failure.ts';
import type { Problem, ProblemReason } from '../../src/domain/problem/problem.ts';
import type { Probe } from '../../src/domain/rollout/snapshot.ts';

interface Pieces {
  readonly anyText: fc.Arbitrary<string>;
  readonly anyTime: fc.Arbitrary<number>;
  readonly anyCount: fc.Arbitrary<number>;
}

/** Every reason, by the compiler's word. */
const reasons: Readonly<Record<ProblemReason, true>> = {
  CrashLoopBackOff: true,
  OOMKilled: true,
  CreateContainerConfigError: true,
  CreateContainerError: true,
  RunContainerError: true,
  ImagePullBackOff: true,
  InvalidImageName: true,
  LifecycleHookError: true,
  SandboxError: true,
  FailedCreate: true,
  FailedDelete: true,
  ReplicaSetCreateError: true,
  InvalidSpec: true,
  RolloutAborted: true,
  PodRejected: true,
  Unschedulable: true,
  SchedulingGated: true,
  ContainerCreating: true,
  InitRunning: true,
  NotReady: true,
  BlockedByPod: true,
  JobFailed: true,
  AutoscalerFailing: true,
  NodeNotReady: true,
};

export const allReasons = Object.keys(reasons) as readonly ProblemReason[];

/** Problems as no domain would make them. */
export function arbitraryProblem({ anyText, anyTime, anyCount }: Pieces): fc.Arbitrary<Problem> {
  const purpose = fc.constantFrom('startup', 'readiness', 'liveness');
  const probe: fc.Arbitrary<Probe> = fc.record({
    purpose,
    kind: fc.constantFrom('http', 'tcp', 'grpc', 'exec'),
    target: anyText,
    port: anyText,
    allowanceMs: anyCount,
  });
  const probeFailure: fc.Arbitrary<ProbeFailure> = fc.record({
    purpose,
    answer: fc.oneof(
      fc.record({ kind: fc.constant('status'), code: anyCount }),
      fc.record({ kind: fc.constantFrom('refused', 'timeout') }),
      fc.record({ kind: fc.constant('words'), words: anyText }),
    ),
    at: anyTime,
  });
  return fc.record(
    {
      reason: fc.constantFrom(...allReasons),
      container: anyText,
      pods: anyCount,
      restarts: anyCount,
      pod: anyText,
      podUid: anyText,
      message: anyText,
      image: anyText,
      exitCode: fc.integer({ min: 0, max: 255 }),
      signal: fc.integer({ min: 1, max: 64 }),
      memoryLimit: fc.oneof(anyText, fc.constantFrom('256Mi', '1.5G', '134217728')),
      missing: fc.record(
        { kind: fc.constantFrom('ConfigMap', 'Secret'), name: anyText, key: anyText },
        { requiredKeys: ['kind', 'name'] },
      ),
      role: fc.constantFrom('init', 'sidecar'),
      probe,
      probeFailure,
      requests: fc.record({ cpuMillis: anyCount, memoryBytes: anyCount }),
      node: fc.record({
        name: anyText,
        pods: anyCount,
        others: anyCount,
        shortages: fc.array(fc.oneof(anyText, fc.constantFrom('MemoryPressure', 'constructor')), {
          maxLength: 4,
        }),
      }),
      autoscaler: fc.record({
        name: anyText,
        reason: fc.oneof(anyText, fc.constantFrom('FailedGetPodsMetric', '__proto__')),
      }),
      since: anyTime,
    },
    { requiredKeys: ['reason', 'container', 'pods', 'restarts', 'pod', 'message', 'image'] },
  );
}
