import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { projectDeployment } from '../../../src/adapters/kubernetes/project-deployment.ts';
import { projectPod } from '../../../src/adapters/kubernetes/project-pod.ts';
import { projectReplicaSet } from '../../../src/adapters/kubernetes/project-replica-set.ts';
import { ripen } from '../../../src/domain/problem/ripen.ts';
import { observeDeployment } from '../../../src/domain/rollout/deployment.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';

const directory = new URL('../../fixtures/problems/', import.meta.url);

/** What a file expects: the sentences and hints, each a line; none for a look-alike. */
export interface ProblemFixture {
  readonly name: string;
  readonly says: readonly string[];
  /** When what may pass began, and for how many seconds it is given to. */
  readonly since?: string;
  readonly waits?: number;
  /** How many seconds a look-alike stays quiet at least; for ever when absent. */
  readonly quietFor?: number;
  readonly seen: WorkloadObservation;
}

interface Head {
  readonly expect: Omit<ProblemFixture, 'name' | 'seen'>;
}

/** One file a reason or look-alike: what is expected first, then the objects as the API server has them. */
export function problemFixtures(): readonly ProblemFixture[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => {
      const text = readFileSync(new URL(file, directory), 'utf8');
      const [head, ...objects] = parseAllDocuments(text).map((document): unknown => document.toJS());
      return { name: file.replace('.yaml', ''), ...(head as Head).expect, seen: observe(objects) };
    });
}

/** The look as it is judged at a time of the cluster's clock. */
export function judgedAt({ seen }: ProblemFixture, now: number): WorkloadObservation {
  return ripen(seen, { now, patience: 1 });
}

const asIs = (text: string) => text;
const deploymentObject = {
  metadata: {
    name: 'payments-api',
    namespace: 'prod',
    uid: 'd-1',
    generation: 7,
    annotations: { 'deployment.kubernetes.io/revision': '43' },
  },
  spec: { replicas: 3 },
  status: { observedGeneration: 7, replicas: 3, updatedReplicas: 3 },
};
const replicaSetMetadata = {
  name: 'payments-api-7d9f',
  namespace: 'prod',
  uid: 'rs-43',
  annotations: { 'deployment.kubernetes.io/revision': '43' },
  ownerReferences: [{ kind: 'Deployment', name: 'payments-api', uid: 'd-1', controller: true }],
};

/** The pods of a file in a Deployment whose current revision they belong to. */
function observe(objects: readonly unknown[]): WorkloadObservation {
  const ofKind = (kind: string) => objects.filter((object) => (object as { kind: string }).kind === kind);
  const [own = {}] = ofKind('ReplicaSet') as readonly object[];
  const deployment = projectDeployment(deploymentObject, asIs);
  const replicaSet = projectReplicaSet({ spec: { replicas: 3 }, ...own, metadata: replicaSetMetadata }, asIs);
  if (deployment === undefined || replicaSet === undefined)
    throw new Error('the frame of the fixture is bad');
  const seen = observeDeployment({
    cluster: 'prod-eu',
    deployment,
    replicaSets: [replicaSet],
    pods: ofKind('Pod').flatMap((object) => projectPod(object, asIs) ?? []),
  });
  if (seen === undefined) throw new Error('the fixture cannot be observed');
  return seen;
}
