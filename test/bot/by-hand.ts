import type { DeployKind, DeployRequest, KubernetesStandIn } from '../../sandbox/kubernetes/index.ts';
import type { Pod } from '../../sandbox/kubernetes/model.ts';
import type { WorldOptions } from '../../sandbox/world.ts';
import { ask, type List } from '../sandbox/kubernetes/harness.ts';
import { isObserved, isRolledOut, whenWritten } from '../sandbox/kubernetes/workloads.ts';

type Cluster = { readonly kubernetes: KubernetesStandIn };
type Request = Partial<DeployRequest> & Pick<DeployRequest, 'kind' | 'name'>;

/** So that the payments team is told. */
export const labels = { 'shipmate.dev/team': 'payments' };

/** What people do in the cluster past Shipmate, as kubectl and its plugins send it. */
export async function byHand(
  { kubernetes }: Cluster,
  method: 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<void> {
  const response = await fetch(`${kubernetes.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${kubernetes.token}`,
      'content-type': 'application/merge-patch+json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${answer}`);
}

export function deletePod(world: Cluster, name: string): Promise<void> {
  return byHand(world, 'DELETE', `/api/v1/namespaces/prod/pods/${name}`);
}

export async function podNames({ kubernetes }: Cluster): Promise<readonly string[]> {
  const { body } = await ask<List<Pod>>(kubernetes, '/api/v1/namespaces/prod/pods', {
    headers: { authorization: `Bearer ${kubernetes.token}` },
  });
  return body.items.map(({ metadata }) => metadata.name);
}

/** v41 of the workload, healthy before Shipmate looks for the first time. */
export function runningV41(request: Request): NonNullable<WorldOptions['before']> {
  return async ({ deploy, kubernetes }) => {
    const healthy = whenHealthy(kubernetes, request.kind);
    await deploy({ ...request, version: 'v41', behaviour: 'good' });
    await healthy;
  };
}

/** A cluster in which nothing runs yet. */
export const nothing = async (): Promise<void> => {};

function whenHealthy(kubernetes: KubernetesStandIn, kind: DeployKind | undefined): Promise<unknown> {
  switch (kind) {
    case 'StatefulSet':
      return whenWritten(kubernetes, 'StatefulSet', isRolledOut);
    case 'DaemonSet':
      return whenWritten(kubernetes, 'DaemonSet', (set) => {
        const { desiredNumberScheduled: desired = 0, numberAvailable = 0 } = set.status ?? {};
        return isObserved(set) && desired > 0 && numberAvailable === desired;
      });
    case 'Rollout':
      return whenWritten(kubernetes, 'Rollout', ({ status }) => status?.phase === 'Healthy');
    default:
      throw new Error(`Nobody knows when a ${kind ?? 'workload without a kind'} is healthy.`);
  }
}
