import { withDefaults } from './admission/defaults.ts';
import { ensureArgo } from './argo-surroundings.ts';
import { configNameOf, programOf } from './behaviour.ts';
import type { Cluster } from './cluster.ts';
import { deleteOwned } from './controllers/pod-control.ts';
import { apiVersions, manifestOf } from './deploy-manifest.ts';
import { type DeployKind, type DeployRequest, isBatch } from './deploy-request.ts';
import { isSame } from './json-path.ts';
import type { KubernetesObject, PodTemplate } from './model.ts';
import { asJson, asObject } from './model.ts';
import { applyStrategicMergePatch } from './patch/strategic-merge-patch.ts';
import {
  autoscalers,
  configMaps,
  cronJobs,
  daemonSets,
  deployments,
  jobs,
  namespaces,
  type Resource,
  rollouts,
  serviceAccounts,
  statefulSets,
} from './resources.ts';

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

function pushImages(cluster: Cluster, request: DeployRequest, template: PodTemplate): void {
  const { containers, initContainers = [] } = template.spec;
  const program = programOf(request.behaviour, isBatch(request));
  const [main, ...beside] = containers;
  for (const { image } of beside) cluster.images.push(image, 'crash-once');
  for (const { image } of main === undefined ? [] : [main]) {
    if (program === undefined) cluster.images.withdraw(image);
    else cluster.images.push(image, program);
    if (request.behaviour === 'quota') cluster.images.forbidByQuota(image, 'pods');
    if (request.behaviour === 'set-quota') cluster.images.forbidByQuota(image, 'replicasets');
  }
  for (const { image } of initContainers) cluster.images.push(image, 'crashing');
}

/** The pipeline of an autoscaled version brings its autoscaler; it stays with the versions after it. */
function ensureAutoscaler(cluster: Cluster, { kind = 'Deployment', ...request }: DeployRequest): void {
  const { namespace, name, behaviour } = request;
  if (behaviour !== 'autoscaled' || cluster.objects.find(autoscalers, namespace, name) !== undefined) return;
  const autoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: {
      scaleTargetRef: { apiVersion: apiVersions[kind], kind, name },
      minReplicas: request.replicas ?? 3,
      maxReplicas: 9,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    },
  };
  cluster.objects.create(autoscalers, autoscaler as KubernetesObject, { manager });
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Flux and Helm write no such annotation; a pipeline's kubectl and Argo CD do. */
function withLastApplied(
  manifest: KubernetesObject,
  managedBy: DeployRequest['managedBy'],
): KubernetesObject {
  if (managedBy === 'flux' || managedBy === 'helm') return manifest;
  const annotations = { ...manifest.metadata.annotations, [lastApplied]: `${JSON.stringify(manifest)}\n` };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

const resourceByKind: Readonly<Record<DeployKind, Resource>> = {
  Deployment: deployments,
  StatefulSet: statefulSets,
  DaemonSet: daemonSets,
  Job: jobs,
  CronJob: cronJobs,
  Rollout: rollouts,
};

export function resourceOf(kind: DeployKind = 'Deployment'): Resource {
  return resourceByKind[kind];
}

interface Specified {
  strategy?: unknown;
  template: PodTemplate;
  replicas?: number;
  paused?: boolean;
  jobTemplate: { spec: { template: PodTemplate } };
}

function specOf(object: KubernetesObject): Specified {
  return object.spec as Specified;
}

interface Apply {
  before: KubernetesObject;
  applied: KubernetesObject;
  manifest: KubernetesObject;
}

/** The spec after an apply: what the last version of the template had and this one has not goes. */
function appliedSpec({ before, applied, manifest }: Apply, request: DeployRequest): unknown {
  const { paused: _paused, ...kept } = specOf(applied);
  if (request.kind === 'CronJob') {
    const { jobTemplate } = specOf(manifest);
    const jobSpec = { ...kept.jobTemplate.spec, template: jobTemplate.spec.template };
    return { ...kept, jobTemplate: { ...kept.jobTemplate, spec: jobSpec } };
  }
  return {
    ...kept,
    ...(request.kind === 'Rollout' ? appliedStrategy(before, manifest, request) : {}),
    template: specOf(manifest).template,
    ...(request.paused === true ? { paused: true } : {}),
  };
}

/** A strategy is applied whole, or left as it is. */
function appliedStrategy(
  before: KubernetesObject,
  manifest: KubernetesObject,
  { steps, blueGreen }: DeployRequest,
): Pick<Specified, 'strategy'> {
  const isGiven = steps !== undefined || blueGreen !== undefined;
  return { strategy: specOf(isGiven ? manifest : before).strategy };
}

/** The manifest with the number of replicas that stays when the request leaves it out. */
function manifestFor(request: DeployRequest, before: KubernetesObject | undefined): KubernetesObject {
  const replicas = request.replicas ?? (before === undefined ? 3 : (specOf(before).replicas ?? 3));
  return withLastApplied(manifestOf({ ...request, replicas }), request.managedBy);
}

/** The object as an apply of the manifest leaves it. */
function appliedTo(
  before: KubernetesObject,
  manifest: KubernetesObject,
  request: DeployRequest,
): KubernetesObject {
  const applied = asObject(applyStrategicMergePatch(asJson(before), asJson(manifest)));
  const { resourceVersion: _version, ...metadata } = applied.metadata;
  return { ...applied, metadata, spec: appliedSpec({ before, applied, manifest }, request) };
}

/** Whether an apply of the request would change nothing of the workload. */
export function isDeployed(cluster: Cluster, request: DeployRequest): boolean {
  const resource = resourceOf(request.kind);
  const before = cluster.objects.find(resource, request.namespace, request.name);
  if (before === undefined) return false;
  const after = withDefaults(resource, appliedTo(before, manifestFor(request, before), request));
  return isSame(after.spec, before.spec);
}

/** What comes before a pipeline deploys: what the manifest names is there, and nothing of it runs. */
export function build(cluster: Cluster, request: DeployRequest): KubernetesObject {
  const manifest = manifestOf(request);
  publish(cluster, request, manifest);
  return manifest;
}

/** What a version needs before it runs, wherever its manifest is applied from: its namespace, configuration and images. */
export function publish(cluster: Cluster, request: DeployRequest, { spec }: KubernetesObject): void {
  ensureNamespace(cluster, request.namespace);
  ensureConfig(cluster, request);
  const { jobTemplate, template } = spec as Specified;
  pushImages(cluster, request, request.kind === 'CronJob' ? jobTemplate.spec.template : template);
}

/**
 * Creates or updates the workload as a pipeline's `kubectl apply` would; what the request leaves out stays. A Job of
 * the same name is deleted first, because a Job's template never changes.
 */
export function deploy(cluster: Cluster, request: DeployRequest): void {
  ensureNamespace(cluster, request.namespace);
  ensureAutoscaler(cluster, request);
  const resource = resourceOf(request.kind);
  if (resource === rollouts) ensureArgo(cluster, request);
  const before = cluster.objects.find(resource, request.namespace, request.name);
  const manifest = manifestFor(request, before);
  publish(cluster, request, manifest);
  if (before !== undefined && resource === jobs) deleteOwned(cluster, jobs, before);
  if (before === undefined || resource === jobs) {
    cluster.objects.create(resource, manifest, { manager });
    return;
  }
  cluster.objects.update(resource, appliedTo(before, manifest, request), { manager });
}
