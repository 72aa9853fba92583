import type { KubernetesObject } from '../model.ts';
import type { Resource } from '../resources.ts';
import { forbidden } from '../status.ts';

/** Refuses what the namespace's quota has no room for, in the words of the ResourceQuota plug-in. */
export function admit(
  resource: Resource,
  object: KubernetesObject,
  quotaOf: (resource: Resource, object: KubernetesObject) => string,
): void {
  const exceeded = quotaOf(resource, object);
  if (exceeded === '') return;
  throw forbidden(resource, object.metadata.name, exceeded);
}
