import { createHash, randomUUID } from 'node:crypto';
import { timestamp } from '../cluster.ts';
import type { Container, ContainerStatus, TerminatedState } from '../model.ts';
import { resolveConfig } from './container-config.ts';
import { presentImage, pullImage } from './image-pull.ts';
import type { Life } from './life.ts';
import { type Exit, type Run, scripts } from './programs.ts';

function containerId(): string {
  return `containerd://${createHash('sha256').update(randomUUID()).digest('hex')}`;
}

/** The digest a reference resolves to; the same reference always gives the same one. */
export function digestOf(image: string): string {
  const repository = image.replace(/[:@][^/]*$/, '');
  return `${repository}@sha256:${createHash('sha256').update(image).digest('hex')}`;
}

function runOf(life: Life, container: Container, restarts: number): Run {
  const { name, image } = container;
  const isProbed = container.readinessProbe !== undefined;
  return {
    service: life.pod().metadata.labels?.['app.kubernetes.io/name'] ?? name,
    version: image.slice(image.lastIndexOf(':') + 1),
    restarts,
    log: (line) => life.cluster.logs.write(life.uid, name, line),
    sleep: (humanMs) => life.sleep(humanMs),
    setReady: (ready) => {
      if (isProbed) life.setContainer(name, (status) => ({ ...status, ready }));
    },
    unhealthy: (message) => {
      if (isProbed) life.noteContainer(name, { type: 'Warning', reason: 'Unhealthy', message });
    },
    kill: () => {
      const message = `Container ${name} failed liveness probe, will be restarted`;
      life.noteContainer(name, { type: 'Normal', reason: 'Killing', message });
      return { exitCode: 137, reason: 'Error' };
    },
  };
}

function start(life: Life, container: Container, restartCount: number): { id: string; startedAt: string } {
  const { name, image, readinessProbe } = container;
  const id = containerId();
  const startedAt = timestamp(life.cluster.now());
  life.cluster.logs.begin(life.uid, name);
  life.noteContainer(name, { type: 'Normal', reason: 'Created', message: `Created container: ${name}` });
  life.noteContainer(name, { type: 'Normal', reason: 'Started', message: `Started container ${name}` });
  life.setContainer(name, (status) => ({
    ...status,
    state: { running: { startedAt } },
    lastState: lastEnd(status),
    restartCount,
    ready: readinessProbe === undefined,
    started: true,
    imageID: digestOf(image),
    containerID: id,
  }));
  return { id, startedAt };
}

function lastEnd({ state, lastState }: ContainerStatus): ContainerStatus['lastState'] {
  return state.terminated === undefined ? lastState : { terminated: state.terminated };
}

async function runOnce(life: Life, container: Container, restarts: number): Promise<TerminatedState> {
  const program = await (restarts === 0 ? pullImage(life, container) : presentImage(life, container));
  await resolveConfig(life, container);
  const { id, startedAt } = start(life, container, restarts);
  const exit: Exit = await scripts[program](runOf(life, container, restarts));
  life.cluster.logs.end(life.uid, container.name);
  return { ...exit, startedAt, finishedAt: timestamp(life.cluster.now()), containerID: id };
}

function stopped(status: ContainerStatus, terminated: TerminatedState): ContainerStatus {
  return { ...status, state: { terminated }, ready: false, started: false };
}

async function backOff(life: Life, container: Container, seconds: number): Promise<void> {
  const { name } = container;
  const { namespace = '', name: podName } = life.pod().metadata;
  const pod = `${podName}_${namespace}(${life.uid})`;
  const message = `back-off ${shownSeconds(seconds)} restarting failed container=${name} pod=${pod}`;
  life.setContainer(name, (status) => ({
    ...status,
    state: { waiting: { reason: 'CrashLoopBackOff', message } },
    lastState: lastEnd(status),
  }));
  const event = `Back-off restarting failed container ${name} in pod ${pod}`;
  life.noteContainer(name, { type: 'Warning', reason: 'BackOff', message: event });
  // A fifth of the kubelet's own back-off is what a person watching has patience for.
  await life.sleep(seconds * 200);
}

function shownSeconds(seconds: number): string {
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

const longestBackOffSeconds = 300;

/**
 * Runs a container and restarts it as the kubelet does: the first restart at once, later ones after a back-off that
 * doubles from 10 s to 5 min. Resolves when the restart policy leaves it stopped.
 */
export async function runContainer(life: Life, container: Container, restartPolicy: unknown): Promise<void> {
  let backOffSeconds = 0;
  for (let restarts = 0; ; restarts += 1) {
    const terminated = await runOnce(life, container, restarts);
    life.setContainer(container.name, (status) => stopped(status, terminated));
    const isFinal = terminated.exitCode === 0 ? restartPolicy !== 'Always' : restartPolicy === 'Never';
    if (isFinal) return;
    await life.sleep(100);
    if (restarts > 0) await backOff(life, container, backOffSeconds);
    backOffSeconds = Math.min(Math.max(10, backOffSeconds * 2), longestBackOffSeconds);
  }
}
