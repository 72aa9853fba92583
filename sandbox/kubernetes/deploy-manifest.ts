import { configNameOf, secretNameOf } from './behaviour.ts';
import type { DeployRequest } from './deploy.ts';
import type {
  Container,
  Deployment,
  DeploymentSpec,
  EnvironmentVariable,
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

const managedAnnotations = (name: string, namespace: string): Record<string, Strings> => ({
  argocd: { 'argocd.argoproj.io/tracking-id': `${name}:apps/Deployment:${namespace}/${name}` },
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

function containerOf(request: DeployRequest): Container {
  const env = environment(request);
  // More than any of the sandbox's nodes has.
  const cpu = request.behaviour === 'unschedulable' ? '64' : '100m';
  return {
    name: request.name,
    image: imageOf(request),
    ...(env.length === 0 ? {} : { env }),
    ports: [{ name: 'http', containerPort: 8080 }],
    readinessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 2 },
    resources: { requests: { cpu, memory: '64Mi' }, limits: { memory: '128Mi' } },
  };
}

function podSpecOf(request: DeployRequest): PodSpec {
  const containers = [containerOf(request)];
  if (request.behaviour !== 'crashing-init') return { containers };
  const image = `registry.example.com/${request.name}-migrate:${request.version}`;
  return { initContainers: [{ name: 'migrate', image }], containers };
}

function rollingUpdateOf({
  maxSurge,
  maxUnavailable,
}: DeployRequest): Pick<DeploymentSpec['strategy'], 'rollingUpdate'> {
  if (maxSurge === undefined && maxUnavailable === undefined) return {};
  return {
    rollingUpdate: {
      ...(maxSurge === undefined ? {} : { maxSurge }),
      ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
    },
  };
}

function specOf(request: DeployRequest, template: PodTemplate, matchLabels: Strings): DeploymentSpec {
  const { replicas = 3, revisionHistoryLimit, progressDeadlineSeconds, paused } = request;
  const spec = {
    replicas,
    selector: { matchLabels },
    strategy: { type: 'RollingUpdate', ...rollingUpdateOf(request) },
    ...(revisionHistoryLimit === undefined ? {} : { revisionHistoryLimit }),
    ...(progressDeadlineSeconds === undefined ? {} : { progressDeadlineSeconds }),
    ...(paused === true ? { paused } : {}),
    template,
  };
  // The API server fills in what the request leaves open.
  return spec as DeploymentSpec;
}

/** The manifest that a pipeline would apply for the request. */
export function manifestOf(request: DeployRequest): Deployment {
  const { name, namespace, version, managedBy = '' } = request;
  const own = { 'app.kubernetes.io/name': name };
  const labels = {
    ...own,
    'app.kubernetes.io/version': version,
    ...managedLabels(name)[managedBy],
    ...request.labels,
  };
  const annotations = { ...managedAnnotations(name, namespace)[managedBy], ...request.annotations };
  const template = {
    metadata: {
      labels: { ...own, 'app.kubernetes.io/version': version },
      ...(request.podAnnotations === undefined ? {} : { annotations: request.podAnnotations }),
    },
    spec: podSpecOf(request),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: specOf(request, template, own),
  };
}
