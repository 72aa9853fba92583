import type { Cluster } from '../../cluster.ts';
import { build, ensureNamespace } from '../../deploy.ts';
import { imageOf } from '../../deploy-manifest.ts';
import type { DeployRequest } from '../../deploy-request.ts';
import type { KubernetesObject } from '../../model.ts';
import { gitRepositories, kustomizations, type Resource } from '../../resources.ts';
import { noSuchPath } from '../../status.ts';
import { type Commit, createGit, type Git } from './git.ts';
import { startHelmController } from './helm-controller.ts';
import { startKustomizeController } from './kustomize-controller.ts';
import { startSourceController } from './source-controller.ts';

export type { Commit, Git } from './git.ts';

/** Flux in the cluster, and the repository that it follows. */
export interface FluxStandIn {
  readonly git: Git;
  /** Commits a version, which Flux then applies: as a manifest, or as the values of a HelmRelease. */
  release(request: DeployRequest, through?: 'Kustomization' | 'HelmRelease'): Promise<Commit>;
}

const manager = 'flux';
const namespace = 'flux-system';
/** At a person's pace; real ones are a minute and more. */
const interval = '10s';

export function startFlux(cluster: Cluster): FluxStandIn {
  const git = createGit();
  const isInstalled = cluster.served.includes(kustomizations);
  if (isInstalled) {
    startSourceController(cluster, git);
    startKustomizeController(cluster, git);
    startHelmController(cluster);
  }

  return {
    git,
    async release(request, through = 'Kustomization') {
      if (!isInstalled) throw noSuchPath();
      const { namespace: place, name, version } = request;
      const { managedBy: _, ...unmanaged } = request;
      const manifest = build(cluster, unmanaged);
      const object = through === 'Kustomization' ? manifest : helmReleaseOf(request);
      const commit = git.push({ [`apps/${place}/${name}.yaml`]: [object] }, `Release ${name} ${version}`);
      install(cluster);
      return commit;
    },
  };
}

/** What `flux bootstrap` leaves behind, and one Kustomization for all that runs. */
function install(cluster: Cluster): void {
  ensureNamespace(cluster, namespace);
  ensure(cluster, gitRepositories, {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'clusters', namespace },
    spec: { interval, url: 'https://github.com/acme/clusters', ref: { branch: 'main' } },
  });
  ensure(cluster, kustomizations, {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace },
    spec: {
      interval,
      path: './apps',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'clusters' },
    },
  });
}

function ensure(cluster: Cluster, resource: Resource, object: KubernetesObject): void {
  const { metadata } = object;
  if (cluster.objects.find(resource, metadata.namespace, metadata.name) !== undefined) return;
  cluster.objects.create(resource, object, { manager });
}

function helmReleaseOf(request: DeployRequest): KubernetesObject {
  const { name, namespace: place, version, replicas = 3, labels } = request;
  const image = imageOf(request);
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace: place },
    spec: {
      interval,
      chartRef: { kind: 'OCIRepository', name: 'service' },
      values: {
        image: { repository: image.slice(0, image.lastIndexOf(':')), tag: version },
        replicaCount: replicas,
        ...(labels === undefined ? {} : { labels }),
      },
    },
  };
}
