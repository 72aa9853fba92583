import type { ContainerSnapshot, PodSnapshot } from '../rollout/snapshot.ts';
import { diagnoseCrash } from './crash.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type Problem, type ProblemReason, problemKey } from './problem.ts';
import { diagnoseWaiting } from './waiting.ts';

interface Case {
  readonly pod: PodSnapshot;
  readonly container: ContainerSnapshot;
  readonly diagnosis: Diagnosis;
}

/** What keeps these pods of one revision from running: one problem per container and reason, worst first. */
export function groupProblems(pods: readonly PodSnapshot[]): Problem[] {
  const cases = pods.flatMap((pod) => pod.containers.flatMap((container) => examine(pod, container)));
  const groups = Map.groupBy(cases, ({ container, diagnosis }) =>
    problemKey({ container: container.name, reason: diagnosis.reason }),
  );
  return [...groups.values()].flatMap(toProblem).toSorted(worstFirst);
}

/** One container's diagnosis, if it has one. */
function diagnose(container: ContainerSnapshot): Diagnosis | undefined {
  const waiting = container.state.kind === 'waiting' ? diagnoseWaiting(container.state) : undefined;
  return waiting ?? diagnoseCrash(container);
}

function examine(pod: PodSnapshot, container: ContainerSnapshot): Case[] {
  const diagnosis = diagnose(container);
  return diagnosis === undefined ? [] : [{ pod, container, diagnosis }];
}

function toProblem(cases: readonly Case[]): Problem[] {
  const [evidence] = cases.toSorted(bestEvidenceFirst);
  if (evidence === undefined) return [];
  const { pod, container, diagnosis } = evidence;
  return [
    {
      ...diagnosis,
      container: container.name,
      pods: new Set(cases.map((each) => each.pod.uid)).size,
      restarts: container.restarts,
      pod: pod.name,
      image: container.image,
    },
  ];
}

function bestEvidenceFirst(one: Case, other: Case): number {
  return (
    other.container.restarts - one.container.restarts ||
    compareText(one.pod.name, other.pod.name) ||
    compareText(one.pod.uid, other.pod.uid)
  );
}

/** The nearer to the cause, the worse: an image that is missing explains more than a sidecar's crash. */
const severity: Readonly<Record<ProblemReason, number>> = {
  InvalidImageName: 0,
  ImagePullBackOff: 1,
  CreateContainerConfigError: 2,
  CreateContainerError: 3,
  RunContainerError: 4,
  OOMKilled: 5,
  CrashLoopBackOff: 6,
  FailedCreate: 7,
  BlockedByPod: 8,
  JobFailed: 9,
};

function worstFirst(one: Problem, other: Problem): number {
  return (
    severity[one.reason] - severity[other.reason] ||
    other.pods - one.pods ||
    other.restarts - one.restarts ||
    compareText(one.container, other.container)
  );
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
