import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { ripen } from '../../../src/domain/problem/ripen.ts';
import type { WorkloadObservation } from '../../../src/domain/rollout/observation.ts';
import { kindOf, observeObjects } from '../rollout/workload-fixture.ts';

const directory = new URL('../../fixtures/problems/', import.meta.url);

/** What a file expects: the sentences and hints, each a line; none for a look-alike. */
export interface ProblemFixture {
  readonly name: string;
  readonly says: readonly string[];
  /** What is said of versions that are being left. */
  readonly older?: readonly string[];
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
      const [head, ...objects] = parseAllDocuments(text).map((document) => document.toJS() as object);
      return { name: file.replace('.yaml', ''), ...(head as Head).expect, seen: observe(objects) };
    });
}

/** The look as it is judged at a time of the cluster's clock. */
export function judgedAt({ seen }: ProblemFixture, now: number): WorkloadObservation {
  return ripen(seen, { now, patience: 1 });
}

const deploymentObject = {
  kind: 'Deployment',
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

/**
 * The objects of a file in a Deployment whose current revision the pods belong to. Its own ReplicaSet and Deployment are
 * added to what the file says of them.
 */
function observe(objects: readonly object[]): WorkloadObservation {
  const own = objects.find((object) => kindOf(object) === 'ReplicaSet' && !('metadata' in object)) ?? {};
  const changed = objects.find((object) => kindOf(object) === 'Deployment') ?? {};
  const replicaSet = { kind: 'ReplicaSet', spec: { replicas: 3 }, ...own, metadata: replicaSetMetadata };
  const others = objects.filter((object) => object !== own && object !== changed);
  const seen = observeObjects([{ ...deploymentObject, ...changed }, replicaSet, ...others]);
  if (seen === undefined) throw new Error('the fixture cannot be observed');
  return seen;
}
