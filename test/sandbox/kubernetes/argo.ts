import type { AnalysisRun, Rollout } from '../../../sandbox/kubernetes/argo-model.ts';
import type { DeployRequest, KubernetesStandIn } from '../../../sandbox/kubernetes/index.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';
import { type Answer, patchWith, startCluster } from './harness.ts';
import { whenWritten } from './workloads.ts';

export const shopPath = '/apis/argoproj.io/v1alpha1/namespaces/prod/rollouts/shop';

export const steps = [
  { setWeight: 20 },
  { pause: {} },
  { setWeight: 60 },
  { analysis: 'success-rate' as const },
];

export function shop(version: string, rest: Partial<DeployRequest> = {}): DeployRequest {
  const kind = 'Rollout';
  return { kind, namespace: 'prod', name: 'shop', replicas: 5, version, behaviour: 'good', ...rest };
}

/** The Rollout as soon as its status is about its present spec and passes the test. */
export function whenRollout(
  cluster: KubernetesStandIn,
  test: (status: NonNullable<Rollout['status']>) => boolean,
): Promise<Rollout> {
  return whenWritten(
    cluster,
    'Rollout',
    ({ metadata, status }) => status?.observedGeneration === String(metadata.generation) && test(status),
  );
}

export function whenRun(cluster: KubernetesStandIn, phase: string): Promise<AnalysisRun> {
  return whenWritten(cluster, 'AnalysisRun', ({ status }) => status?.phase === phase);
}

/** A cluster in which a Rollout of five pods is healthy on v1. */
export async function clusterWithShop(rest: Partial<DeployRequest> = { steps }) {
  const cluster = await startCluster();
  const healthy = whenRollout(cluster, ({ phase }) => phase === 'Healthy');
  await cluster.deploy(shop('v1', rest));
  return { cluster, rollout: await healthy };
}

/** What `kubectl argo rollouts` sends to promote, abort and retry. */
export function patchStatus(cluster: KubernetesStandIn, status: unknown): Promise<Answer<Rollout & Status>> {
  return patchWith<Rollout & Status>(cluster, 'merge', `${shopPath}/status`, { status });
}

export const promote = (cluster: KubernetesStandIn) => patchStatus(cluster, { pauseConditions: null });
