import type { StoredObject } from './fake-cluster.ts';

export interface DeploymentFacts {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly revision?: number;
  readonly generation?: number;
  readonly image?: string;
  readonly desired?: number;
  readonly updated?: number;
  readonly available?: number;
  readonly replicas?: number;
  readonly progressing?: string;
  readonly paused?: boolean;
  readonly deleting?: boolean;
}

/** A Deployment as the API server has it; complete unless said otherwise. */
export function deploymentObject(facts: DeploymentFacts = {}): StoredObject {
  const { name = 'payments-api', namespace = 'prod', desired = 3, revision = 1, generation = 1 } = facts;
  const { updated = desired, replicas = desired, available = desired, image = imageOf(revision) } = facts;
  return {
    metadata: {
      uid: facts.uid ?? `${name}-uid`,
      namespace,
      name,
      generation,
      labels: { 'shipmate.dev/team': 'payments' },
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ...(facts.deleting === true ? { deletionTimestamp: '2026-08-01T10:00:00Z' } : {}),
    },
    spec: {
      replicas: desired,
      progressDeadlineSeconds: 600,
      ...(facts.paused === undefined ? {} : { paused: facts.paused }),
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'api', image }] } },
    },
    status: {
      observedGeneration: generation,
      replicas,
      updatedReplicas: updated,
      readyReplicas: available,
      availableReplicas: available,
      conditions: [
        { type: 'Progressing', status: 'True', reason: facts.progressing ?? 'NewReplicaSetAvailable' },
      ],
    },
  };
}

export interface ReplicaSetFacts {
  readonly deployment?: string;
  readonly ownerUid?: string;
  readonly revision?: number;
  readonly available?: number;
  readonly desired?: number;
  readonly uid?: string;
}

/** The ReplicaSet of one revision. */
export function replicaSetObject(facts: ReplicaSetFacts = {}): StoredObject {
  const { deployment = 'payments-api', revision = 1, desired = 3, available = desired } = facts;
  const image = imageOf(revision);
  return {
    metadata: {
      uid: facts.uid ?? `${deployment}-rs${revision}-uid`,
      namespace: 'prod',
      name: `${deployment}-hash${revision}`,
      creationTimestamp: '2026-08-01T10:00:00Z',
      labels: { 'pod-template-hash': `hash${revision}` },
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ kind: 'Deployment', uid: facts.ownerUid ?? `${deployment}-uid`, controller: true }],
    },
    spec: {
      replicas: desired,
      template: {
        metadata: { labels: { app: deployment, 'pod-template-hash': `hash${revision}` } },
        spec: { containers: [{ name: 'api', image }] },
      },
    },
    status: { replicas: desired, availableReplicas: available },
  };
}

export interface PodFacts {
  readonly deployment?: string;
  readonly revision?: number;
  readonly index?: number;
  readonly restarts?: number;
  readonly isReady?: boolean;
  readonly state?: object;
  readonly lastState?: object;
}

/** One pod of one revision; running and ready unless said otherwise. */
export function podObject(facts: PodFacts = {}): StoredObject {
  const { deployment = 'payments-api', revision = 1, index = 0, restarts = 0, isReady = true } = facts;
  const name = `${deployment}-hash${revision}-${index}`;
  const status = {
    name: 'api',
    ready: isReady,
    restartCount: restarts,
    image: imageOf(revision),
    state: facts.state ?? { running: { startedAt: '2026-08-01T10:00:00Z' } },
    ...(facts.lastState === undefined ? {} : { lastState: facts.lastState }),
  };
  return {
    metadata: {
      uid: `${name}-uid`,
      namespace: 'prod',
      name,
      creationTimestamp: '2026-08-01T10:00:00Z',
      ownerReferences: [{ kind: 'ReplicaSet', uid: `${deployment}-rs${revision}-uid`, controller: true }],
    },
    spec: { containers: [{ name: 'api', image: imageOf(revision) }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
      containerStatuses: [status],
    },
  };
}

/** A pod whose container crashes again and again. */
export function crashingPod(facts: PodFacts = {}): StoredObject {
  return podObject({
    restarts: 3,
    isReady: false,
    state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' } },
    lastState: { terminated: { reason: 'Error', exitCode: 1 } },
    ...facts,
  });
}

function imageOf(revision: number): string {
  return `registry.example/payments-api:v${revision}`;
}
