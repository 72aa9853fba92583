import type { ImageRegistry, QuotaKind } from './kubelet/image-registry.ts';
import type { KubernetesObject, PodSpec, PodTemplate } from './model.ts';
import { pods, type Resource, replicaSets } from './resources.ts';
import type { Store } from './store.ts';

/** What a ResourceQuota that is used up says about a new object; empty when there is room. */
export function quotaRefusal(
  store: Store,
  images: ImageRegistry,
  resource: Resource,
  object: KubernetesObject,
): string {
  const counted = countedAs(resource);
  if (counted === undefined) return '';
  const { kind, quota, name } = counted;
  if (!specOf(kind, object).containers.some(({ image }) => images.isOverQuota(image, kind))) return '';
  const { namespace } = object.metadata;
  const used = store.list(resource).filter((stored) => stored.object.metadata.namespace === namespace).length;
  return `exceeded quota: ${quota}, requested: ${name}=1, used: ${name}=${used}, limited: ${name}=${used}`;
}

function countedAs(resource: Resource): { kind: QuotaKind; quota: string; name: string } | undefined {
  if (resource === pods) return { kind: 'pods', quota: 'compute', name: 'pods' };
  if (resource !== replicaSets) return undefined;
  return { kind: 'replicasets', quota: 'objects', name: 'count/replicasets.apps' };
}

function specOf(kind: QuotaKind, { spec }: KubernetesObject): PodSpec {
  return kind === 'pods' ? (spec as PodSpec) : (spec as { template: PodTemplate }).template.spec;
}
