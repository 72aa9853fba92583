import { isOnLostNode, isOver, isTakenAway, podsOf, whyTakenAway } from '../rollout/pods.ts';
import type { Condition, ContainerSnapshot, PodSnapshot, Termination } from '../rollout/snapshot.ts';
import { companionsOf } from './companions.ts';
import { groupProblems } from './group-problems.ts';
import { lostNodes } from './lost-nodes.ts';
import type { Problem, ProblemReason } from './problem.ts';
import { patience, type Suspect } from './suspect.ts';
import { suspectsOf } from './suspects-of.ts';

/** A Job retries what crashes: that is no problem until it gives up. */
const retried: ReadonlySet<ProblemReason> = new Set(['CrashLoopBackOff', 'OOMKilled']);

/**
 * What is wrong with a Job. While it runs: what keeps its pods from starting, which no retry heals. Once it has
 * failed: how its last pod ended, so that the Job and its pods are one problem.
 */
export function jobProblems(
  job: { readonly uid: string },
  pods: readonly PodSnapshot[],
  failure: Condition | undefined,
): Problem[] {
  const own = podsOf(job, pods);
  if (failure !== undefined) return [jobFailure(own, failure)];
  return [...groupProblems(startingOf(own)).filter(({ reason }) => !retried.has(reason)), ...lostNodes(own)];
}

/** What no retry heals either, if it lasts. Whether work gets ready or takes long says nothing. */
const keepsFromStarting: ReadonlySet<ProblemReason> = new Set([
  'Unschedulable',
  'ContainerCreating',
  'SandboxError',
  'ImagePullBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
]);

/** What may turn out to keep a Job's pods from starting: nothing else would ever say so, for it has no deadline. */
export function jobSuspects(
  job: { readonly uid: string },
  pods: readonly PodSnapshot[],
  failure: Condition | undefined,
): Suspect[] {
  if (failure !== undefined) return [];
  return suspectsOf(startingOf(podsOf(job, pods)))
    .filter(({ problem }) => keepsFromStarting.has(problem.reason))
    .map((suspect) =>
      suspect.problem.reason === 'Unschedulable'
        ? { ...suspect, patienceMs: patience.unschedulableJob }
        : suspect,
    );
}

function startingOf(pods: readonly PodSnapshot[]): readonly PodSnapshot[] {
  return pods.filter((pod) => !pod.isDeleting && !isOver(pod) && !isOnLostNode(pod));
}

function jobFailure(pods: readonly PodSnapshot[], failure: Condition): Problem {
  const message = [failure.reason, failure.message].filter((words) => words !== '').join(': ');
  // How a pod ends that is drained or evicted says nothing of the work in it.
  const own = pods.filter((pod) => !isTakenAway(pod));
  const ends = own.flatMap(({ name, containers }) => containers.flatMap((each) => badEnd(name, each)));
  const [last] = ends.toSorted(
    (one, other) => other.ended.finishedAt - one.ended.finishedAt || (one.pod < other.pod ? -1 : 1),
  );
  if (last === undefined) return withoutEnd(pods.filter(isTakenAway), message);
  const { container, ended, pod } = last;
  const companions = pods
    .filter(({ name }) => name === pod)
    .flatMap((each) => companionsOf(each, container.name));
  const isSame = (each: BadEnd) => each.container.name === container.name;
  return {
    reason: ended.reason === 'OOMKilled' ? 'OOMKilled' : 'JobFailed',
    container: container.name,
    pods: new Set(ends.filter(isSame).map((each) => each.pod)).size,
    restarts: container.restarts,
    pod,
    message,
    image: container.image,
    exitCode: ended.exitCode,
    ...(companions.length === 0 ? {} : { companions }),
    ...(ended.signal === 0 ? {} : { signal: ended.signal }),
    ...(ended.reason === 'OOMKilled' && container.memoryLimit !== undefined
      ? { memoryLimit: container.memoryLimit }
      : {}),
  };
}

/** No container of the job itself says why: its pods are gone, or were taken away. */
function withoutEnd(takenAway: readonly PodSnapshot[], message: string): Problem {
  const [last] = takenAway.toSorted(
    (one, other) => other.createdAt - one.createdAt || (one.name < other.name ? -1 : 1),
  );
  return {
    reason: 'JobFailed',
    container: '',
    pods: takenAway.length,
    restarts: 0,
    pod: last?.name ?? '',
    message: last === undefined ? message : whyTakenAway(last),
    image: '',
  };
}

interface BadEnd {
  readonly pod: string;
  readonly container: ContainerSnapshot;
  readonly ended: Termination;
}

/** A container that ended otherwise than well; with `restartPolicy: OnFailure` its last instance did. */
function badEnd(pod: string, container: ContainerSnapshot): BadEnd[] {
  const { state, lastTermination } = container;
  const ended = state.kind === 'terminated' ? state : lastTermination;
  return ended === undefined || ended.exitCode === 0 ? [] : [{ pod, container, ended }];
}
