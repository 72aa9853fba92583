import { createHash } from 'node:crypto';
import type { Cluster } from '../../cluster.ts';
import { manifestOf } from '../../deploy-manifest.ts';
import { canonicalJson } from '../../json-path.ts';
import type { Json, KubernetesObject } from '../../model.ts';
import { helmReleases } from '../../resources.ts';
import { keyOf } from '../../store.ts';
import { apply } from './apply.ts';
import type { HelmRelease } from './flux-model.ts';
import { startReconciler } from './reconciler.ts';

const controller = 'helm-controller';

/**
 * Releases a chart of one Deployment whenever its values change. What was changed in the cluster only stays as it is
 * until then, unless drift detection is on: https://fluxcd.io/flux/components/helm/helmreleases/#drift-detection
 */
export function startHelmController(cluster: Cluster): void {
  const released = new Map<string, KubernetesObject>();

  startReconciler<HelmRelease>(cluster, {
    resource: helmReleases,
    controller,
    progress: ({ metadata }) => `Running 'upgrade' action for ${metadata.name} with timeout of 5m0s`,
    act(release) {
      const key = keyOf(release.metadata.namespace, release.metadata.name);
      const history = release.status?.history ?? [];
      const configDigest = digestOf(release.spec.values);
      const isChanged = history[0]?.configDigest !== configDigest;
      const version = (history[0]?.version ?? 0) + (isChanged ? 1 : 0);
      if (isChanged || release.spec.driftDetection?.mode === 'enabled') {
        const manifest = rendered(release);
        apply(cluster, { manifest, before: released.get(key), manager: controller });
        released.set(key, manifest);
      }
      const entry = { version, status: 'deployed', configDigest };
      return {
        reason: isChanged ? 'UpgradeSucceeded' : 'Succeeded',
        message: `Helm upgrade succeeded for release ${key}.v${version}`,
        status: isChanged ? { history: [entry, ...history].slice(0, 5) } : {},
      };
    },
  });
}

function digestOf(values: unknown): string {
  const text = canonicalJson((values ?? {}) as Json);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The chart, with its values, and the marks of Helm and of Flux. */
function rendered({ metadata, spec }: HelmRelease): KubernetesObject {
  const name = spec.releaseName ?? metadata.name;
  const namespace = spec.targetNamespace ?? metadata.namespace ?? '';
  const { image = {}, replicaCount = 1, labels = {} } = spec.values ?? {};
  const { repository = name, tag = 'latest' } = image;
  return manifestOf({
    ...{ name, namespace, version: tag, behaviour: 'good', managedBy: 'helm' },
    image: `${repository}:${tag}`,
    replicas: replicaCount,
    labels: {
      ...labels,
      'helm.toolkit.fluxcd.io/name': metadata.name,
      'helm.toolkit.fluxcd.io/namespace': metadata.namespace ?? '',
    },
  });
}
