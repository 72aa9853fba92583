import type { KubernetesStandIn, WriteEvent } from '../../sandbox/kubernetes/index.ts';
import { releaseKey } from './services.ts';

interface PodStatus {
  readonly containerStatuses?: readonly {
    readonly image: string;
    readonly state?: { readonly waiting?: { readonly reason?: string } };
  }[];
}

/** By release: when the API server first wrote that a pod of it crashes; `performance.now()`. */
export function watchFailures(kubernetes: KubernetesStandIn): ReadonlyMap<string, number> {
  const crashedAt = new Map<string, number>();
  kubernetes.onWrite((write) => {
    const key = crashing(write);
    if (key !== undefined && !crashedAt.has(key)) crashedAt.set(key, write.at);
  });
  return crashedAt;
}

function crashing({ object }: WriteEvent): string | undefined {
  if (object.kind !== 'Pod') return undefined;
  const status = object.status as PodStatus | undefined;
  const container = status?.containerStatuses?.find(
    ({ state }) => state?.waiting?.reason === 'CrashLoopBackOff',
  );
  const [, service, version] = /([^/]+):(v\d+)$/.exec(container?.image ?? '') ?? [];
  return service === undefined || version === undefined ? undefined : releaseKey({ service, version });
}
