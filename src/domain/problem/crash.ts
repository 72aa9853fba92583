import type { ContainerSnapshot, Termination } from '../rollout/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';

/** From this restart on, a container that is not ready is seen as crash-looping also between its restarts. */
const crashLoopRestarts = 2;
/** ContainerCannotRun with exit code 128 is mostly trouble of the node, which the next attempts get over. */
const nodeTroubleRestarts = 3;

/**
 * A container that ends when it should run. In a crash loop its state flips between waiting, running and
 * terminated; all three are one problem, so that it does not seem to recover between two crashes.
 */
export function diagnoseCrash(container: ContainerSnapshot): Diagnosis | undefined {
  const { state, restarts, isReady } = container;
  const ended = state.kind === 'terminated' ? state : container.lastTermination;
  const isBackingOff = state.kind === 'waiting' && state.reason === 'CrashLoopBackOff';
  if (ended === undefined) return isBackingOff ? { reason: 'CrashLoopBackOff', message: '' } : undefined;
  if (isNodeTrouble(ended, restarts)) return undefined;

  if (ended.reason === 'OOMKilled' && !isReady) return outOfMemory(container, ended);
  const isBetweenCrashes = !isReady && restarts >= crashLoopRestarts && ended.exitCode !== 0;
  if (!isBackingOff && !(isBetweenCrashes && !isWaitingForElse(container))) return undefined;
  return startFailures.has(ended.reason)
    ? { reason: 'RunContainerError', message: ended.message, ...howItEnded(ended) }
    : { reason: 'CrashLoopBackOff', message: ended.message, ...howItEnded(ended) };
}

/** The runtime could not start the process at all: no crash of the program. */
const startFailures: ReadonlySet<string> = new Set(['StartError', 'ContainerCannotRun']);

function isNodeTrouble(ended: Termination, restarts: number): boolean {
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

function howItEnded({ exitCode, signal }: Termination): Pick<Diagnosis, 'exitCode' | 'signal'> {
  return signal === 0 ? { exitCode } : { exitCode, signal };
}
