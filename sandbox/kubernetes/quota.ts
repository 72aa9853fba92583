import type { ImageRegistry } from './kubelet/image-registry.ts';
import type { KubernetesObject, Pod } from './model.ts';
import { pods } from './resources.ts';
import type { Store } from './store.ts';

/** What a ResourceQuota that is used up says about a new pod; empty when there is room. */
export function quotaRefusal(store: Store, images: ImageRegistry, object: KubernetesObject): string {
  const pod = object as Pod;
  if (!pod.spec.containers.some((container) => images.isOverQuota(container.image))) return '';
  const { namespace } = pod.metadata;
  const used = store.list(pods).filter((stored) => stored.object.metadata.namespace === namespace).length;
  return `exceeded quota: compute, requested: pods=1, used: pods=${used}, limited: pods=${used}`;
}
