import fc from 'fast-check';
import type { DeploymentView } from '../../../src/domain/rollout/deployment.ts';
import type {
  Condition,
  ContainerSnapshot,
  ContainerState,
  DeploymentSnapshot,
  PodSnapshot,
  ReplicaSetSnapshot,
  Termination,
} from '../../../src/domain/rollout/snapshot.ts';

const number = fc.oneof(fc.integer({ min: -1, max: 4 }), fc.integer(), fc.constant(Number.NaN));
const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constant('__proto__'), fc.constant(''));
const marks = fc.dictionary(text, text, { maxKeys: 2 });
const uids = fc.constantFrom('rs-1', 'rs-2', 'rs-3', '');
const containers = fc.array(fc.record({ name: text, image: text }), { maxLength: 2 });

const condition: fc.Arbitrary<Condition> = fc.record({
  type: fc.constantFrom('Progressing', 'ReplicaFailure', 'Available', ''),
  status: fc.constantFrom('True', 'False', ''),
  reason: fc.constantFrom(
    'ProgressDeadlineExceeded',
    'NewReplicaSetAvailable',
    'ReplicaSetCreateError',
    'FailedCreate',
    '',
  ),
  message: text,
  lastUpdateAt: number,
});
const conditions = fc.array(condition, { maxLength: 3 });

const termination: fc.Arbitrary<Termination> = fc.record({
  kind: fc.constant('terminated' as const),
  reason: fc.constantFrom('Error', 'OOMKilled', 'ContainerCannotRun', 'StartError', ''),
  message: text,
  exitCode: fc.constantFrom(0, 1, 128, 137),
  signal: fc.constantFrom(0, 9),
  startedAt: number,
  finishedAt: number,
});

const state: fc.Arbitrary<ContainerState> = fc.oneof(
  fc.record({
    kind: fc.constant('waiting' as const),
    reason: fc.constantFrom(
      'CrashLoopBackOff',
      'ErrImagePull',
      'CreateContainerConfigError',
      'ContainerCreating',
      'CreatePodSandboxError',
      'constructor',
      '',
    ),
    message: fc.constantFrom('', 'not found', "couldn't find key A in ConfigMap b/c", 'secret "s" not found'),
  }),
  fc.record({ kind: fc.constant('running' as const), startedAt: number }),
  termination,
  fc.constant({ kind: 'unknown' as const }),
);

const container: fc.Arbitrary<ContainerSnapshot> = fc
  .record(
    {
      name: fc.constantFrom('api', 'proxy', '__proto__', ''),
      role: fc.constantFrom('init', 'sidecar', 'app'),
      image: text,
      isReady: fc.boolean(),
      restarts: fc.integer({ min: 0, max: 4 }),
      state,
      lastTermination: termination,
      memoryLimit: text,
    },
    { requiredKeys: ['name', 'role', 'image', 'isReady', 'restarts', 'state'] },
  )
  .map((value) => value as ContainerSnapshot);

const replicaSet = (uid: string): fc.Arbitrary<ReplicaSetSnapshot> =>
  fc.record({
    uid: fc.constant(uid),
    namespace: text,
    name: text,
    ownerUid: fc.constantFrom('d-1', 'd-1', 'd-2', ''),
    revision: fc.integer({ min: 0, max: 3 }),
    podTemplateHash: text,
    createdAt: fc.integer(),
    isDeleting: fc.boolean(),
    desired: number,
    available: number,
    containers,
    templateAnnotations: marks,
    templateLabels: marks,
    facts: fc.oneof(text, fc.constantFrom('api\tenv\tA\t#x', 'api\tlimit\tmemory\t=1Gi')),
    conditions,
  });

const podCondition: fc.Arbitrary<Condition> = fc.record({
  type: fc.constantFrom('PodScheduled', 'Ready', 'PodReadyToStartContainers', 'DisruptionTarget', ''),
  status: fc.constantFrom('True', 'False', 'Unknown'),
  reason: fc.constantFrom('Unschedulable', 'SchedulingGated', 'ReadinessGatesNotReady', ''),
  message: text,
  lastUpdateAt: number,
});

const pod: fc.Arbitrary<PodSnapshot> = fc.record({
  uid: fc.uuid(),
  namespace: text,
  name: text,
  ownerUid: uids,
  revisionHash: text,
  createdAt: number,
  nodeName: fc.constantFrom('node-a', 'node-b', ''),
  phase: fc.constantFrom('Running', 'Pending', 'Failed', ''),
  reason: fc.constantFrom('', 'Evicted', 'AppArmor', 'OutOfcpu'),
  isDeleting: fc.boolean(),
  isReady: fc.boolean(),
  message: text,
  conditions: fc.array(podCondition, { maxLength: 3 }),
  // A pod's containers have different names.
  containers: fc.uniqueArray(container, { maxLength: 3, selector: ({ name }) => name }),
});

const deployment: fc.Arbitrary<DeploymentSnapshot> = fc
  .record(
    {
      kind: fc.constant('Deployment' as const),
      uid: fc.constant('d-1'),
      namespace: text,
      name: text,
      labels: marks,
      annotations: marks,
      generation: fc.integer({ min: 0, max: 2 }),
      observedGeneration: fc.integer({ min: 0, max: 2 }),
      revision: fc.integer({ min: 0, max: 3 }),
      isPaused: fc.boolean(),
      isDeleting: fc.constantFrom(false, false, false, true),
      desired: number,
      progressDeadlineSeconds: number,
      containers,
      templateAnnotations: marks,
      templateLabels: marks,
      replicas: number,
      updated: number,
      ready: number,
      available: number,
      conditions,
    },
    { noNullPrototype: true },
  )
  .map((value) => value as DeploymentSnapshot);

/** Any values that the types allow, sensible or not. */
export const anyView: fc.Arbitrary<DeploymentView> = fc.record({
  cluster: text,
  deployment,
  replicaSets: fc.tuple(replicaSet('rs-1'), replicaSet('rs-2'), replicaSet('rs-3')),
  pods: fc.array(pod, { maxLength: 8 }),
});
