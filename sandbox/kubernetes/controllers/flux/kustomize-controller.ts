import type { Cluster } from '../../cluster.ts';
import type { KubernetesObject } from '../../model.ts';
import { gitRepositories, kustomizations } from '../../resources.ts';
import { notFound } from '../../status.ts';
import { keyOf } from '../../store.ts';
import { deleteOwned } from '../pod-control.ts';
import { apply, resourceFor } from './apply.ts';
import type { GitRepository, Kustomization } from './flux-model.ts';
import { type Git, objectsBelow } from './git.ts';
import { startReconciler } from './reconciler.ts';

const controller = 'kustomize-controller';

/** Applies what is below a path, at every turn: what was changed in the cluster only is put back. */
export function startKustomizeController(cluster: Cluster, git: Git): void {
  /** By Kustomization: what it applied, by object. */
  const inventories = new Map<string, Map<string, KubernetesObject>>();

  function sourceOf({ spec, metadata }: Kustomization): GitRepository | undefined {
    const { name, namespace = metadata.namespace } = spec.sourceRef;
    return cluster.objects.find<GitRepository>(gitRepositories, namespace, name);
  }

  function act(kustomization: Kustomization) {
    const found = sourceOf(kustomization)?.status?.artifact?.revision;
    const commit = found === undefined ? undefined : git.at(found);
    if (commit === undefined) throw notFound(gitRepositories, kustomization.spec.sourceRef.name);
    applyAll(kustomization, objectsBelow(commit, kustomization.spec.path ?? ''));
    return {
      reason: 'ReconciliationSucceeded',
      message: `Applied revision: ${found}`,
      status: { lastAppliedRevision: found, lastAttemptedRevision: found },
    };
  }

  function applyAll({ metadata, spec }: Kustomization, objects: readonly KubernetesObject[]): void {
    const key = keyOf(metadata.namespace, metadata.name);
    const before = inventories.get(key) ?? new Map<string, KubernetesObject>();
    const after = new Map<string, KubernetesObject>();
    for (const object of objects) {
      const manifest = withOwner(object, metadata);
      const id = idOf(manifest);
      apply(cluster, { manifest, before: before.get(id), manager: controller });
      after.set(id, manifest);
    }
    inventories.set(key, after);
    if (!spec.prune) return;
    for (const [id, gone] of before) if (!after.has(id)) remove(gone);
  }

  function remove(gone: KubernetesObject): void {
    const resource = resourceFor(cluster, gone);
    const live = cluster.objects.find(resource, gone.metadata.namespace, gone.metadata.name);
    if (live !== undefined) deleteOwned(cluster, resource, live);
  }

  const queue = startReconciler<Kustomization>(cluster, {
    resource: kustomizations,
    controller,
    progress: (kustomization) =>
      `Fetching manifests for revision ${sourceOf(kustomization)?.status?.artifact?.revision ?? ''} with a timeout of 5m0s`,
    act,
  });
  cluster.store.subscribe(({ resource, stored, previous }) => {
    if (resource !== gitRepositories) return;
    const { metadata, status } = stored.object as GitRepository;
    const before = previous?.object as GitRepository | undefined;
    if (status?.artifact?.revision === before?.status?.artifact?.revision) return;
    for (const each of cluster.objects.all<Kustomization>(kustomizations)) {
      const { name, namespace = each.metadata.namespace } = each.spec.sourceRef;
      const isSource = name === metadata.name && namespace === metadata.namespace;
      if (isSource) queue.add(keyOf(each.metadata.namespace, each.metadata.name));
    }
  });
}

function idOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Whoever reads the object sees who applies it. */
function withOwner(object: KubernetesObject, owner: KubernetesObject['metadata']): KubernetesObject {
  const labels = {
    ...object.metadata.labels,
    'kustomize.toolkit.fluxcd.io/name': owner.name,
    'kustomize.toolkit.fluxcd.io/namespace': owner.namespace ?? '',
  };
  return { ...object, metadata: { ...object.metadata, labels } };
}
