import type { KubernetesObject } from '../model.ts';
import { pods, type Resource } from '../resources.ts';
import { forbidden } from '../status.ts';

/** Refuses a pod that the namespace's quota has no room for, in the words of the ResourceQuota plug-in. */
export function admit(
  resource: Resource,
  object: KubernetesObject,
  quotaOf: (pod: KubernetesObject) => string,
): void {
  if (resource !== pods) return;
  const exceeded = quotaOf(object);
  if (exceeded === '') return;
  throw forbidden(resource, object.metadata.name, exceeded);
}
