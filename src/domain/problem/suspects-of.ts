import type { ContainerSnapshot, PodSnapshot } from '../rollout/snapshot.ts';
import { suspectCrash } from './crash.ts';
import { type Case, diagnose, groupCases, toProblem } from './group-problems.ts';
import { problemKey } from './problem.ts';
import { compareText } from './severity.ts';
import { suspectStuck } from './stuck.ts';
import { patience, type Span, type Suspect, type Suspicion } from './suspect.ts';
import { suspectWaiting } from './waiting.ts';

type SuspectCase = Case & Suspicion;

/** What these pods of one revision may turn out to suffer from; one for each container and reason. */
export function suspectsOf(pods: readonly PodSnapshot[]): Suspect[] {
  return groupCases(pods.flatMap(suspicionsOf))
    .flatMap(toSuspect)
    .toSorted((one, other) => compareText(problemKey(one.problem), problemKey(other.problem)));
}

function suspicionsOf(pod: PodSnapshot): SuspectCase[] {
  let hasDiagnosis = false;
  const ofContainers = pod.containers.flatMap((container): SuspectCase[] => {
    if (diagnose(container) !== undefined) {
      hasDiagnosis = true;
      return [];
    }
    const suspicion = suspectContainer(pod, container);
    return suspicion === undefined ? [] : [{ pod, container, ...suspicion }];
  });
  // What is known to be wrong with a pod, or suspected of a container, explains why the rest of it does not get on.
  if (hasDiagnosis || ofContainers.length > 0) return ofContainers;
  return suspectStuck(pod).map((stuck) => ({ pod, ...stuck }));
}

function suspectContainer(pod: PodSnapshot, container: ContainerSnapshot): Suspicion | undefined {
  const { state, lastTermination } = container;
  const diagnosis = state.kind === 'waiting' ? suspectWaiting(state) : undefined;
  if (diagnosis === undefined) return suspectCrash(container);
  const from = Math.max(pod.createdAt, lastTermination?.finishedAt ?? 0);
  return { diagnosis, patienceMs: patience.hiccup, from };
}

function toSuspect(cases: readonly SuspectCase[]): Suspect[] {
  const [first] = cases;
  const [problem] = toProblem(cases);
  if (first === undefined || problem === undefined) return [];
  const spans = cases
    .map(({ from, until }): Span => (until === undefined ? { from } : { from, until }))
    .toSorted((one, other) => one.from - other.from || (one.until ?? 0) - (other.until ?? 0));
  // They differ only where one of the pods has not come to its readiness probe yet.
  const patienceMs = cases.reduce((longest, each) => Math.max(longest, each.patienceMs), 0);
  return [{ problem, patienceMs, spans }];
}
