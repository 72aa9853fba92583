import { timestamp } from '../cluster.ts';
import type { Container, ContainerStatus } from '../model.ts';
import { hostAddressOf } from '../nodes.ts';
import { runContainer } from './container-run.ts';
import type { Life } from './life.ts';
import { schedule } from './scheduling.ts';

function waitingStatus(container: Container, reason: string): ContainerStatus {
  return {
    name: container.name,
    state: { waiting: { reason } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image: container.image,
    imageID: '',
    started: false,
  };
}

function addressOf(uid: string): string {
  const [second, third] = [Number.parseInt(uid.slice(4, 6), 16), Number.parseInt(uid.slice(6, 8), 16)];
  return `10.244.${second}.${third}`;
}

function accept(life: Life): void {
  const { spec } = life.pod();
  const initContainers = spec.initContainers ?? [];
  const hostIP = hostAddressOf(spec.nodeName ?? '');
  const reason = initContainers.length === 0 ? 'ContainerCreating' : 'PodInitializing';
  life.setStatus((status) => ({
    ...status,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    startTime: timestamp(life.cluster.now()),
    ...(initContainers.length === 0
      ? {}
      : { initContainerStatuses: initContainers.map((each) => waitingStatus(each, 'PodInitializing')) }),
    containerStatuses: spec.containers.map((each) => waitingStatus(each, reason)),
  }));
}

function giveAddress(life: Life): void {
  const podIP = addressOf(life.uid);
  life.setStatus((status) => ({ ...status, podIP, podIPs: [{ ip: podIP }] }));
}

/** A pod from Pending to wherever its images take it. */
export async function runPod(life: Life): Promise<void> {
  await life.sleep(30);
  if (life.pod().spec.nodeName === undefined && !schedule(life)) return;
  await life.sleep(50);
  accept(life);
  await life.sleep(100);
  giveAddress(life);
  const { spec } = life.pod();
  const policy = spec['restartPolicy'];
  for (const container of spec.initContainers ?? [])
    await runContainer(life, container, policy === 'Always' ? 'OnFailure' : policy);
  // Under Never an init container that failed is the end of the pod.
  if (life.pod().status?.phase === 'Failed') return;
  await Promise.all(spec.containers.map((container) => runContainer(life, container, policy)));
}
