import type { Application, ResourceStatus, SyncOperation } from '../../argo-cd-model.ts';
import type { Cluster } from '../../cluster.ts';
import { deploy, isDeployed, resourceOf } from '../../deploy.ts';
import { apiVersions } from '../../deploy-manifest.ts';
import type { DeployKind, DeployRequest } from '../../deploy-request.ts';
import type { KubernetesObject } from '../../model.ts';
import { deleteOwned } from '../pod-control.ts';

/** Where Argo CD itself lives: Applications of other namespaces are tracked with theirs. */
export const argoCdNamespace = 'argocd';
const trackingKey = 'argocd.argoproj.io/tracking-id';
const instanceLabel = 'app.kubernetes.io/instance';

/** By which mark Argo CD knows what it has applied: `annotation` since version 3, `label` before. */
export type Tracking = 'annotation' | 'label';

/** The Application that an object says it is of. */
export function trackedInstance({ metadata }: KubernetesObject, tracking: Tracking): string | undefined {
  return tracking === 'label'
    ? metadata.labels?.[instanceLabel]
    : metadata.annotations?.[trackingKey]?.split(':')[0];
}

/** `team-a_payments` for an Application outside Argo CD's own namespace. */
export function instanceName({ metadata: { namespace, name } }: Pick<Application, 'metadata'>): string {
  return namespace === argoCdNamespace ? name : `${namespace}_${name}`;
}

/** What git holds, as it is applied for an Application: in its namespace, with its mark. */
export function targeted(
  application: Application,
  request: DeployRequest,
  tracking: Tracking,
): DeployRequest {
  const { kind = 'Deployment', name } = request;
  const namespace = request.namespace || (application.spec.destination.namespace ?? 'default');
  const [group = ''] = apiVersions[kind].split('/');
  if (tracking === 'label') {
    return {
      ...request,
      kind,
      namespace,
      labels: { ...request.labels, [instanceLabel]: instanceName(application) },
    };
  }
  const trackingId = `${instanceName(application)}:${group}/${kind}:${namespace}/${name}`;
  return {
    ...request,
    kind,
    namespace,
    managedBy: 'argocd',
    annotations: { ...request.annotations, [trackingKey]: trackingId },
  };
}

export function resourceStatus(cluster: Cluster, request: DeployRequest): ResourceStatus {
  const { kind = 'Deployment', namespace, name } = request;
  const [group = '', version = ''] = apiVersions[kind].split('/');
  const status = isDeployed(cluster, request) ? 'Synced' : 'OutOfSync';
  return { group, version, kind, namespace, name, status };
}

/** What git holds, as it is applied. */
export interface Target {
  readonly requests: readonly DeployRequest[];
  readonly tracking: Tracking;
}

/** What carries the Application's mark and is not in git any more. */
export function strays(
  cluster: Cluster,
  application: Application,
  { requests, tracking }: Target,
): ResourceStatus[] {
  const kinds = Object.keys(apiVersions) as DeployKind[];
  const isServed = (kind: DeployKind) => cluster.served.includes(resourceOf(kind));
  return kinds.filter(isServed).flatMap((kind) =>
    cluster.objects
      .all(resourceOf(kind))
      .filter((object) => trackedInstance(object, tracking) === instanceName(application))
      .filter(({ metadata: { name } }) => !requests.some((each) => each.kind === kind && each.name === name))
      .map(({ metadata: { name, namespace = '' } }): ResourceStatus => {
        const [group = '', version = ''] = apiVersions[kind].split('/');
        return { group, version, kind, namespace, name, status: 'OutOfSync', requiresPruning: true };
      }),
  );
}

/** Applies what an operation selects, and deletes what git does not hold any more where it may. */
export function apply(
  cluster: Cluster,
  application: Application,
  target: Target,
  operation: SyncOperation,
): void {
  const { resources = [], prune = false, dryRun = false } = operation;
  if (dryRun) return;
  const isSelected = (kind: string, name: string) =>
    resources.length === 0 || resources.some((each) => each.kind === kind && each.name === name);
  for (const request of target.requests) {
    if (isSelected(request.kind ?? 'Deployment', request.name)) deploy(cluster, request);
  }
  for (const { kind, namespace, name } of prune ? strays(cluster, application, target) : []) {
    if (!isSelected(kind, name)) continue;
    const resource = resourceOf(kind as DeployKind);
    deleteOwned(cluster, resource, cluster.objects.read(resource, namespace, name));
  }
}
