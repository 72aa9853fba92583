import { isObject, type JsonObject, objectOf } from '../json-field.ts';

/** Labels that controllers add to the templates of the ReplicaSets they make. */
const addedLabels: ReadonlySet<string> = new Set(['pod-template-hash', 'rollouts-pod-template-hash']);

/** The ReplicaSet's template without the label that its controller added. */
export function templateOfReplicaSet(replicaSet: unknown): unknown {
  const template = objectOf(objectOf(replicaSet)['spec'])['template'];
  if (!isObject(template) || !isObject(template['spec'])) return undefined;
  const metadata = objectOf(template['metadata']);
  const labels = Object.entries(objectOf(metadata['labels'])).filter(([key]) => !addedLabels.has(key));
  return { ...template, metadata: { ...metadata, labels: Object.fromEntries(labels) } };
}

/** A ControllerRevision keeps a patch of the workload that replaces its template; `$patch` is what says so. */
export function templateOfRevision(revision: unknown): unknown {
  const template = objectOf(objectOf(objectOf(revision)['data'])['spec'])['template'];
  if (!isObject(template) || !isObject(template['spec'])) return undefined;
  const { $patch: _, ...rest } = template as JsonObject & { $patch?: unknown };
  return rest;
}
