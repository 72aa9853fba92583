import type { KubernetesObject } from '../model.ts';
import { pods, type Resource } from '../resources.ts';
import { ApiError } from '../status.ts';

/** Refuses a pod that the namespace's quota has no room for, in the words of the ResourceQuota plug-in. */
export function admit(
  resource: Resource,
  object: KubernetesObject,
  quotaOf: (pod: KubernetesObject) => string,
): void {
  if (resource !== pods) return;
  const exceeded = quotaOf(object);
  if (exceeded === '') return;
  const { name } = object.metadata;
  throw new ApiError(403, 'Forbidden', `pods "${name}" is forbidden: ${exceeded}`, { name, kind: 'pods' });
}
