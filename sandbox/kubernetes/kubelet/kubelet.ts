import { type Cluster, timestamp } from '../cluster.ts';
import { recordEvent } from '../event-recorder.ts';
import type { ContainerStatus, Pod } from '../model.ts';
import { pods } from '../resources.ts';
import { ApiError } from '../status.ts';
import type { Change } from '../store.ts';
import { createLife, type Life } from './life.ts';
import { runPod } from './pod-script.ts';

function stopped(status: ContainerStatus, finishedAt: string): ContainerStatus {
  const { running } = status.state;
  if (running === undefined) return { ...status, ready: false };
  const { startedAt } = running;
  const terminated = {
    exitCode: 0,
    reason: 'Completed',
    startedAt,
    finishedAt,
    containerID: status.containerID ?? '',
  };
  return { ...status, ready: false, started: false, state: { terminated } };
}

/** Stops the pod's containers, then lets go of the object. */
function terminate(cluster: Cluster, pod: Pod): void {
  const { namespace, name, uid, deletionGracePeriodSeconds = 0 } = pod.metadata;
  const current = () => {
    const found = cluster.objects.find<Pod>(pods, namespace, name);
    return found?.metadata.uid === uid ? found : undefined;
  };
  const remove = () => {
    const found = current();
    if (found !== undefined) cluster.objects.remove(pods, found);
  };
  if (deletionGracePeriodSeconds === 0) return void cluster.timers.after(0, remove);
  for (const container of pod.spec.containers) {
    const message = `Stopping container ${container.name}`;
    const fieldPath = `spec.containers{${container.name}}`;
    const host = pod.spec.nodeName ?? '';
    recordEvent(cluster, pod, {
      type: 'Normal',
      reason: 'Killing',
      message,
      component: 'kubelet',
      host,
      fieldPath,
    });
  }
  cluster.timers.after(cluster.paced(Math.min(300, deletionGracePeriodSeconds * 1000)), () => {
    const found = current();
    if (found?.status === undefined) return remove();
    const at = timestamp(cluster.now());
    const containerStatuses = (found.status.containerStatuses ?? []).map((each) => stopped(each, at));
    const status = { ...found.status, containerStatuses };
    cluster.objects.update(pods, { ...found, status }, { manager: 'kubelet', subresource: 'status' });
    cluster.timers.after(cluster.paced(50), remove);
  });
}

/** One kubelet for all nodes: gives every pod a life, and ends it when the pod is deleted. */
export function startKubelet(cluster: Cluster): void {
  const lives = new Map<string, Life>();

  function begin(pod: Pod): void {
    const life = createLife(cluster, pod);
    lives.set(life.uid, life);
    runPod(life).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      // The pod went away under its script's hands.
      life.end();
    });
  }

  function end(uid: string): boolean {
    const life = lives.get(uid);
    life?.end();
    return lives.delete(uid);
  }

  function onChange(change: Change): void {
    const pod = change.stored.object as Pod;
    const uid = pod.metadata.uid ?? '';
    if (change.type === 'DELETED') {
      end(uid);
      cluster.logs.forget(uid);
    } else if (pod.metadata.deletionTimestamp !== undefined) {
      // Ending the life tells the first mark from later updates of the same deletion.
      if (end(uid) || pod.metadata.deletionGracePeriodSeconds === 0)
        cluster.timers.after(0, () => terminate(cluster, pod));
    } else if (change.type === 'ADDED') begin(pod);
  }

  cluster.store.subscribe((change) => {
    if (change.resource === pods) onChange(change);
  });
}
