import type { KubernetesStandIn, WriteEvent } from '../../sandbox/kubernetes/index.ts';

/** Restarts after which Shipmate counts a rollout as failed, as the configuration has it by default. */
const failAfterRestarts = 5;

type OnWritten = (what: 'crash' | 'end', service: string, at: number) => void;

/** Reads off the API server's own writes when there first was something to tell. Epoch milliseconds. */
export function watchCluster(kubernetes: KubernetesStandIn, pods: number, onWritten: OnWritten): void {
  const told = new Set<string>();
  const tell = (what: 'crash' | 'end', service: string, at: number) => {
    if (told.has(`${what} ${service}`)) return;
    told.add(`${what} ${service}`);
    onWritten(what, service, performance.timeOrigin + at);
  };

  kubernetes.onWrite((write) => {
    const { object, at } = write;
    const service = object.metadata.labels?.['app.kubernetes.io/name'];
    if (service === undefined) return;
    if (object.kind === 'Deployment' && isLive(write, pods)) tell('end', service, at);
    const restarts = object.kind === 'Pod' ? restartsOf(write) : undefined;
    if (restarts === undefined) return;
    tell('crash', service, at);
    if (restarts >= failAfterRestarts) tell('end', service, at);
  });
}

interface DeploymentSpec {
  readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image: string }[] } };
}

function isLive({ object }: WriteEvent, pods: number): boolean {
  const spec = object.spec as DeploymentSpec | undefined;
  const status = object.status as Readonly<Record<string, number>> | undefined;
  const isNew = spec?.template?.spec?.containers?.some(({ image }) => image.endsWith(':v2')) ?? false;
  const counts = [status?.['replicas'], status?.['updatedReplicas'], status?.['availableReplicas']];
  const isSeen = status?.['observedGeneration'] === object.metadata.generation;
  return isNew && isSeen && counts.every((count) => count === pods);
}

interface PodStatus {
  readonly containerStatuses?: readonly {
    readonly image: string;
    readonly restartCount: number;
    readonly state?: { readonly waiting?: { readonly reason?: string } };
  }[];
}

/** Restarts of a container of v2 that waits in CrashLoopBackOff; undefined when none does. */
function restartsOf({ object }: WriteEvent): number | undefined {
  const status = object.status as PodStatus | undefined;
  return status?.containerStatuses?.find(
    ({ image, state }) => image.endsWith(':v2') && state?.waiting?.reason === 'CrashLoopBackOff',
  )?.restartCount;
}
