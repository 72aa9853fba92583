import { type Behaviour, configNameOf, programs } from './behaviour.ts';
import type { Cluster } from './cluster.ts';
import { manifestOf } from './deploy-manifest.ts';
import type { Deployment, KubernetesObject, Strings } from './model.ts';
import { asJson, asObject } from './model.ts';
import { applyStrategicMergePatch } from './patch/strategic-merge-patch.ts';
import { configMaps, deployments, namespaces, serviceAccounts } from './resources.ts';

export interface DeployRequest {
  namespace: string;
  name: string;
  replicas?: number;
  version: string;
  /** Default `registry.example.com/NAME:VERSION`. */
  image?: string;
  behaviour: Behaviour;
  labels?: Strings;
  annotations?: Strings;
  podAnnotations?: Strings;
  env?: Strings;
  progressDeadlineSeconds?: number;
  maxUnavailable?: number | string;
  maxSurge?: number | string;
  revisionHistoryLimit?: number;
  paused?: boolean;
  managedBy?: 'flux' | 'argocd' | 'helm';
}

const manager = 'kubectl-client-side-apply';

export function ensureNamespace(cluster: Cluster, name: string): void {
  if (cluster.objects.find(namespaces, undefined, name) === undefined) {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    cluster.objects.create(namespaces, namespace as KubernetesObject, { manager });
  }
  if (cluster.objects.find(serviceAccounts, name, 'default') !== undefined) return;
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: name },
  };
  cluster.objects.create(serviceAccounts, account as KubernetesObject, {
    manager: 'kube-controller-manager',
  });
}

/** The ConfigMap every version of the service reads from; `DB_URL` is the key that misconfigured versions miss. */
function ensureConfig(cluster: Cluster, request: DeployRequest): void {
  const name = configNameOf(request.name);
  if (cluster.objects.find(configMaps, request.namespace, name) !== undefined) return;
  const metadata = { name, namespace: request.namespace };
  const config = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { LOG_LEVEL: 'info', DB_POOL_SIZE: '10' },
  };
  cluster.objects.create(configMaps, config as KubernetesObject, { manager });
}

function pushImages(cluster: Cluster, request: DeployRequest, manifest: Deployment): void {
  const { containers, initContainers = [] } = manifest.spec.template.spec;
  const program = programs[request.behaviour];
  for (const { image } of containers) {
    if (program === undefined) cluster.images.withdraw(image);
    else cluster.images.push(image, program);
    if (request.behaviour === 'quota') cluster.images.forbidByQuota(image);
  }
  for (const { image } of initContainers) cluster.images.push(image, 'crashing');
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Flux and Helm write no such annotation; a pipeline's kubectl and Argo CD do. */
function withLastApplied(manifest: Deployment, managedBy: DeployRequest['managedBy']): Deployment {
  if (managedBy === 'flux' || managedBy === 'helm') return manifest;
  const annotations = { ...manifest.metadata.annotations, [lastApplied]: `${JSON.stringify(manifest)}\n` };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/** Creates or updates the Deployment as a pipeline's `kubectl apply` would; what the request leaves out stays. */
export function deploy(cluster: Cluster, request: DeployRequest): void {
  ensureNamespace(cluster, request.namespace);
  ensureConfig(cluster, request);
  const before = cluster.objects.find<Deployment>(deployments, request.namespace, request.name);
  const replicas = request.replicas ?? before?.spec.replicas ?? 3;
  const manifest = withLastApplied(manifestOf({ ...request, replicas }), request.managedBy);
  pushImages(cluster, request, manifest);
  if (before === undefined) {
    cluster.objects.create(deployments, manifest, { manager });
    return;
  }
  const applied = asObject(applyStrategicMergePatch(asJson(before), asJson(manifest))) as Deployment;
  const { resourceVersion: _version, ...metadata } = applied.metadata;
  const { paused: _paused, ...kept } = applied.spec;
  // Apply removes what the last version of the manifest had and this one has not.
  const spec = {
    ...kept,
    template: manifest.spec.template,
    ...(request.paused === true ? { paused: true } : {}),
  };
  cluster.objects.update(deployments, { ...applied, metadata, spec }, { manager });
}
