import type { ContainerSnapshot, Termination } from '../rollout/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';
import { patience, type Suspicion } from './suspect.ts';

/** From this restart on, a container that is not ready is seen as crash-looping also between its restarts. */
const crashLoopRestarts = 2;
/** ContainerCannotRun with exit code 128 is mostly trouble of the node, which the next attempts get over. */
const nodeTroubleRestarts = 3;
/**
 * Two crashes farther apart than this are two crashes and no loop. The kubelet forgets its back-off after 10 min
 * without one, so the slowest loop that it counts as such comes round in about three times that.
 */
const longestLoopMs = 30 * 60_000;

/**
 * A container that ends when it should run. In a crash loop its state flips between waiting, running and
 * terminated; all three are one problem, so that it does not seem to recover between two crashes.
 */
export function diagnoseCrash(container: ContainerSnapshot): Diagnosis | undefined {
  const { state, restarts, isReady } = container;
  const ended = endOf(container);
  const isBackingOff = state.kind === 'waiting' && state.reason === 'CrashLoopBackOff';
  if (ended === undefined) return isBackingOff ? { reason: 'CrashLoopBackOff', message: '' } : undefined;
  if (isNodeTrouble(ended, restarts)) return undefined;

  if (ended.reason === 'OOMKilled' && !isReady) return outOfMemory(container, ended);
  const isBetweenCrashes = !isReady && restarts >= crashLoopRestarts && ended.exitCode !== 0;
  if (!isBackingOff && !(isBetweenCrashes && !isWaitingForElse(container))) return undefined;
  return describe(container, ended);
}

/**
 * A crash loop that becomes ready now and then: the container serves now, but crashed twice in a row after a short
 * life. It is believed again when it has lived twice as long as the last time.
 */
export function suspectCrash(container: ContainerSnapshot): Suspicion | undefined {
  const { state, restarts, isReady, lastTermination: ended } = container;
  if (state.kind !== 'running' || !isReady || restarts < crashLoopRestarts || ended === undefined) return;
  if (ended.exitCode === 0 || isNodeTrouble(ended, restarts) || ended.startedAt <= 0) return;
  const livedMs = ended.finishedAt - ended.startedAt;
  if (!(livedMs >= 0 && livedMs <= longestLoopMs)) return;
  const diagnosis = ended.reason === 'OOMKilled' ? outOfMemory(container, ended) : describe(container, ended);
  const until = state.startedAt + 2 * livedMs;
  return { diagnosis, patienceMs: patience.none, from: ended.finishedAt, until };
}

function endOf({ state, lastTermination }: ContainerSnapshot): Termination | undefined {
  return state.kind === 'terminated' ? state : lastTermination;
}

/** The runtime could not start the process at all: no crash of the program. */
const startFailures: ReadonlySet<string> = new Set(['StartError', 'ContainerCannotRun']);

function describe(container: ContainerSnapshot, ended: Termination): Diagnosis {
  const { message } = ended;
  if (startFailures.has(ended.reason)) return { reason: 'RunContainerError', message, ...howItEnded(ended) };
  return { reason: 'CrashLoopBackOff', message, ...howItEnded(ended), ...probeThatKills(container, ended) };
}

function isNodeTrouble(ended: Termination, restarts: number): boolean {
  // The node came back and could not say what had become of the container.
  if (ended.reason === 'ContainerStatusUnknown') return true;
  return ended.reason === 'ContainerCannotRun' && ended.exitCode === 128 && restarts < nodeTroubleRestarts;
}

/** Waiting for something that has a diagnosis of its own, such as an image. */
function isWaitingForElse({ state }: ContainerSnapshot): boolean {
  return state.kind === 'waiting' && state.reason !== 'CrashLoopBackOff';
}

function outOfMemory(container: ContainerSnapshot, ended: Termination): Diagnosis {
  const { memoryLimit } = container;
  return {
    reason: 'OOMKilled',
    message: ended.message,
    ...howItEnded(ended),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
  };
}

const endedFromOutside: ReadonlySet<number> = new Set([137, 143]);

/** Who else ends a container that is not out of memory: the kubelet, because a probe said so. */
function probeThatKills({ probes }: ContainerSnapshot, { exitCode }: Termination): Pick<Diagnosis, 'probe'> {
  // Which of them it was the pod does not tell; its events do.
  const probe = probes?.liveness ?? probes?.startup;
  return probe !== undefined && endedFromOutside.has(exitCode) ? { probe } : {};
}

function howItEnded({ exitCode, signal }: Termination): Pick<Diagnosis, 'exitCode' | 'signal'> {
  return signal === 0 ? { exitCode } : { exitCode, signal };
}
