import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { projectDeployment } from '../../../src/adapters/kubernetes/project-deployment.ts';
import { projectPod } from '../../../src/adapters/kubernetes/project-pod.ts';
import { projectReplicaSet } from '../../../src/adapters/kubernetes/project-replica-set.ts';
import type { DeploymentView } from '../../../src/domain/rollout/deployment.ts';

const directory = new URL('../../fixtures/deployment/', import.meta.url);

/** What a fixture expects: part of an observation, or null when there is none to be made. */
export type Expected = { readonly older?: readonly number[]; readonly [field: string]: unknown } | null;

export interface Fixture {
  readonly name: string;
  readonly expected: Expected;
  readonly view: DeploymentView;
}

/** One file a state: what is expected first, then the objects as the API server has them. */
export function deploymentFixtures(): Fixture[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const text = readFileSync(new URL(file, directory), 'utf8');
      const [head, ...objects] = parseAllDocuments(text).map((document): unknown => document.toJS());
      const { expect: expected } = head as { expect: Expected };
      return { name: file.replace('.yaml', ''), expected, view: viewOf(objects) };
    });
}

function viewOf(objects: readonly unknown[]): DeploymentView {
  const asIs = (text: string) => text;
  const ofKind = (kind: string) => objects.filter((object) => (object as { kind: string }).kind === kind);
  const [deployment] = ofKind('Deployment').map((object) => projectDeployment(object, asIs));
  if (deployment === undefined) throw new Error('a fixture needs a Deployment');
  return {
    cluster: 'prod-eu',
    deployment,
    replicaSets: ofKind('ReplicaSet').flatMap((object) => projectReplicaSet(object, asIs) ?? []),
    pods: ofKind('Pod').flatMap((object) => projectPod(object, asIs) ?? []),
  };
}
