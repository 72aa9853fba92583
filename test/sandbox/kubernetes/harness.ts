import { onTestFinished } from 'vitest';
import {
  type DeployRequest,
  type KubernetesStandIn,
  type KubernetesStandInOptions,
  startKubernetesStandIn,
  type WriteEvent,
} from '../../../sandbox/kubernetes/index.ts';
import type {
  Condition,
  ContainerStatus,
  Deployment,
  KubernetesObject,
  Pod,
  ReplicaSet,
} from '../../../sandbox/kubernetes/model.ts';
import type { Status } from '../../../sandbox/kubernetes/status.ts';

export interface Answer<T> {
  code: number;
  body: T;
  headers: Headers;
}

export interface List<T> {
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: T[];
}

/** A stand-in that is closed with the test. Fast enough that a rollout takes a tenth of a second. */
export async function startCluster(options: KubernetesStandInOptions = {}): Promise<KubernetesStandIn> {
  const standIn = await startKubernetesStandIn({ pace: 0.05, ...options });
  onTestFinished(() => standIn.close());
  return standIn;
}

/** One request, its answer parsed as JSON. */
export async function ask<T>(
  standIn: KubernetesStandIn,
  path: string,
  init: RequestInit = {},
): Promise<Answer<T>> {
  const response = await fetch(`${standIn.url}${path}`, init);
  const text = await response.text();
  return { code: response.status, body: JSON.parse(text), headers: response.headers };
}

export function send<T>(
  standIn: KubernetesStandIn,
  method: string,
  path: string,
  body: unknown,
  contentType = 'application/json',
): Promise<Answer<T>> {
  return ask<T>(standIn, path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': contentType },
  });
}

export function patchWith<T = Deployment & Status>(
  standIn: KubernetesStandIn,
  kind: 'json' | 'merge' | 'strategic-merge',
  path: string,
  body: unknown,
): Promise<Answer<T>> {
  return send<T>(standIn, 'PATCH', path, body, `application/${kind}-patch+json`);
}

export const paymentsPath = '/apis/apps/v1/namespaces/prod/deployments/payments-api';

export function payments(version: string, rest: Partial<DeployRequest> = {}): DeployRequest {
  return { namespace: 'prod', name: 'payments-api', version, behaviour: 'good', ...rest };
}

/** Resolves with the first write that passes the test; fails with the test's own timeout. */
export function nextWrite(
  standIn: KubernetesStandIn,
  test: (event: WriteEvent) => boolean,
): Promise<WriteEvent> {
  return new Promise((resolve) => {
    const stop = standIn.onWrite((event) => {
      if (!test(event)) return;
      stop();
      resolve(event);
    });
  });
}

export function isDeployment(object: KubernetesObject): object is Deployment {
  return object.kind === 'Deployment';
}

export function isPod(object: KubernetesObject): object is Pod {
  return object.kind === 'Pod';
}

export function progressingOf(deployment: Deployment): Condition | undefined {
  return deployment.status?.conditions?.find((condition) => condition.type === 'Progressing');
}

/** The Deployment whose status is about its present spec and complete. */
export async function rolledOut(standIn: KubernetesStandIn, image: string): Promise<Deployment> {
  const { object } = await nextWrite(
    standIn,
    (event) =>
      isDeployment(event.object) &&
      event.object.spec.template.spec.containers[0]?.image === image &&
      event.object.status?.observedGeneration === event.object.metadata.generation &&
      event.object.status?.updatedReplicas === event.object.spec.replicas &&
      event.object.status?.replicas === event.object.spec.replicas &&
      event.object.status?.availableReplicas === event.object.spec.replicas &&
      progressingOf(event.object)?.reason === 'NewReplicaSetAvailable',
  );
  return object as Deployment;
}

export const imageOf = (version: string) => `registry.example.com/payments-api:${version}`;

/** Deploys and waits until every pod is on the version. */
export async function deployGood(
  standIn: KubernetesStandIn,
  version: string,
  rest: Partial<DeployRequest> = {},
) {
  const done = rolledOut(standIn, rest.image ?? imageOf(version));
  await standIn.deploy(payments(version, rest));
  return done;
}

/** The first pod with a container in the waiting reason. */
export async function podWaiting(standIn: KubernetesStandIn, reason: string): Promise<Pod> {
  const statuses = (pod: Pod): ContainerStatus[] => [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
  ];
  const { object } = await nextWrite(
    standIn,
    ({ object }) =>
      isPod(object) && statuses(object).some((status) => status.state.waiting?.reason === reason),
  );
  return object as Pod;
}

export async function replicaSetsOf(standIn: KubernetesStandIn): Promise<ReplicaSet[]> {
  const { body } = await ask<List<ReplicaSet>>(standIn, '/apis/apps/v1/namespaces/prod/replicasets');
  return body.items;
}
