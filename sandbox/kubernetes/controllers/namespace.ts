import { deleteObject } from '../api/deletion.ts';
import type { Cluster } from '../cluster.ts';
import type { KubernetesObject } from '../model.ts';
import { namespaces, type Resource } from '../resources.ts';
import { createWorkQueue } from './work-queue.ts';

const background = {
  propagation: 'Background',
  graceSeconds: undefined,
  isDryRun: false,
  preconditions: {},
} as const;

function contentsOf(cluster: Cluster, name: string): { resource: Resource; object: KubernetesObject }[] {
  const stored = cluster.served.filter((resource) => resource.namespaced && !resource.reviewOnly);
  return stored.flatMap((resource) =>
    cluster.objects.all(resource, name).map((object) => ({ resource, object })),
  );
}

/** Empties a namespace that is being deleted, then lets it go. */
export function startNamespaceController(cluster: Cluster): void {
  function sync(name: string): void {
    const namespace = cluster.objects.find(namespaces, undefined, name);
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    const contents = contentsOf(cluster, name);
    if (contents.length === 0) return void cluster.objects.remove(namespaces, namespace);
    for (const { resource, object } of contents)
      if (object.metadata.deletionTimestamp === undefined)
        deleteObject(cluster, resource, object, background);
    // What pods and finalizers hold back goes in its own time.
    queue.addAfter(name, Math.max(20, cluster.paced(100)));
  }

  const queue = createWorkQueue(cluster.timers, sync);
  cluster.store.subscribe(({ resource, stored, type }) => {
    if (resource === namespaces && type === 'MODIFIED') queue.add(stored.object.metadata.name);
  });
}
