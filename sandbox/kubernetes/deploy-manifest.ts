import { configNameOf, secretNameOf } from './behaviour.ts';
import { type DeployKind, type DeployRequest, isBatch } from './deploy-request.ts';
import { specs } from './deploy-specs.ts';
import type {
  Container,
  EnvironmentVariable,
  KubernetesObject,
  PodSpec,
  PodTemplate,
  Strings,
} from './model.ts';

const managedLabels = (name: string): Record<string, Strings> => ({
  flux: {
    'kustomize.toolkit.fluxcd.io/name': 'apps',
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  },
  argocd: { 'app.kubernetes.io/instance': name },
  helm: { 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': `${name}-1.4.2` },
});

export const apiVersions: Readonly<Record<DeployKind, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Rollout: 'argoproj.io/v1alpha1',
};

const managedAnnotations = ({
  kind = 'Deployment',
  name,
  namespace,
}: DeployRequest): Record<string, Strings> => ({
  argocd: {
    'argocd.argoproj.io/tracking-id': `${name}:${apiVersions[kind].split('/')[0]}/${kind}:${namespace}/${name}`,
  },
  helm: { 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': namespace },
});

function environment(request: DeployRequest): EnvironmentVariable[] {
  const { name, behaviour, env = {} } = request;
  const plain = Object.entries(env).map(([key, value]) => ({ name: key, value }));
  if (behaviour === 'misconfigured') {
    const configMapKeyRef = { name: configNameOf(name), key: 'DB_URL' };
    return [...plain, { name: 'DB_URL', valueFrom: { configMapKeyRef } }];
  }
  if (behaviour !== 'missing-secret') return plain;
  const secretKeyRef = { name: secretNameOf(name), key: 'password' };
  return [...plain, { name: 'DB_PASSWORD', valueFrom: { secretKeyRef } }];
}

export function imageOf({ image, name, version }: DeployRequest): string {
  return image ?? `registry.example.com/${name}:${version}`;
}

/** What is served is asked whether it is ready; a task only runs. */
const served = {
  ports: [{ name: 'http', containerPort: 8080 }],
  readinessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 2 },
};

const alive = { livenessProbe: { httpGet: { path: '/live', port: 'http' }, periodSeconds: 1 } };

function containerOf(request: DeployRequest): Container {
  const env = environment(request);
  // More than any of the sandbox's nodes has.
  const cpu = request.behaviour === 'unschedulable' ? '64' : '100m';
  return {
    name: request.name,
    image: imageOf(request),
    ...(env.length === 0 ? {} : { env }),
    ...(isBatch(request) ? {} : served),
    ...(request.behaviour === 'hanging' ? alive : {}),
    resources: { requests: { cpu, memory: '64Mi' }, limits: { memory: '128Mi' } },
  };
}

/** A proxy in front of the service, as many pods have one. */
function besideOf({ behaviour, name, version }: DeployRequest): Container[] {
  if (behaviour !== 'crashing-sidecar') return [];
  return [{ name: 'proxy', image: `registry.example.com/${name}-proxy:${version}` }];
}

function podSpecOf(request: DeployRequest): PodSpec {
  const policy = isBatch(request) ? { restartPolicy: request.restartPolicy ?? 'Never' } : {};
  const containers = [containerOf(request), ...besideOf(request)];
  if (request.behaviour !== 'crashing-init') return { ...policy, containers };
  const image = `registry.example.com/${request.name}-migrate:${request.version}`;
  return { ...policy, initContainers: [{ name: 'migrate', image }], containers };
}

/** The manifest that a pipeline would apply for the request. */
export function manifestOf(request: DeployRequest): KubernetesObject {
  const { kind = 'Deployment', name, namespace, version, managedBy = '' } = request;
  const own = { 'app.kubernetes.io/name': name };
  const labels = {
    ...own,
    'app.kubernetes.io/version': version,
    ...managedLabels(name)[managedBy],
    ...request.labels,
  };
  const annotations = { ...managedAnnotations(request)[managedBy], ...request.annotations };
  const template: PodTemplate = {
    metadata: {
      labels: { ...own, 'app.kubernetes.io/version': version },
      ...(request.podAnnotations === undefined ? {} : { annotations: request.podAnnotations }),
    },
    spec: podSpecOf(request),
  };
  return {
    apiVersion: apiVersions[kind],
    kind,
    metadata: { name, namespace, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: specs[kind]({ ...request, replicas: request.replicas ?? 3 }, template, own),
  };
}
