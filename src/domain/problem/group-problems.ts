import type { ContainerSnapshot, PodSnapshot } from '../rollout/snapshot.ts';
import { companionsOf } from './companions.ts';
import { diagnoseCrash } from './crash.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type Problem, problemKey } from './problem.ts';
import { compareText, worstFirst } from './severity.ts';
import { shortNode } from './short-node.ts';
import { diagnoseWaiting } from './waiting.ts';

/** One diagnosis of one pod; of the pod as a whole when there is no container. */
export interface Case {
  readonly pod: PodSnapshot;
  readonly container?: ContainerSnapshot;
  readonly diagnosis: Diagnosis;
}

/** What keeps these pods of one revision from running: one problem per container and reason, worst first. */
export function groupProblems(pods: readonly PodSnapshot[]): Problem[] {
  return groupCases(pods.flatMap(casesOf)).flatMap(toProblem).toSorted(worstFirst);
}

/** What is wrong with a pod at this moment, whatever time brings. */
export function casesOf(pod: PodSnapshot): Case[] {
  return pod.containers.flatMap((container) => {
    const diagnosis = diagnose(container);
    return diagnosis === undefined ? [] : [{ pod, container, diagnosis }];
  });
}

/** One container's diagnosis, if it has one. */
export function diagnose(container: ContainerSnapshot): Diagnosis | undefined {
  const waiting = container.state.kind === 'waiting' ? diagnoseWaiting(container.state) : undefined;
  return waiting ?? diagnoseCrash(container);
}

export function groupCases<T extends Case>(cases: readonly T[]): readonly (readonly T[])[] {
  const keyOf = ({ container, diagnosis }: T) =>
    problemKey({ container: container?.name ?? '', reason: diagnosis.reason });
  return [...Map.groupBy(cases, keyOf).values()];
}

/** Cases of one group as one problem. */
export function toProblem(cases: readonly Case[]): Problem[] {
  const [evidence] = cases.toSorted(bestEvidenceFirst);
  if (evidence === undefined) return [];
  const { pod, container, diagnosis } = evidence;
  const companions = container === undefined ? [] : companionsOf(pod, container.name);
  const node = shortNode(cases.map((each) => each.pod));
  return [
    {
      ...diagnosis,
      container: container?.name ?? '',
      pods: new Set(cases.map((each) => each.pod.uid)).size,
      restarts: container?.restarts ?? 0,
      pod: pod.name,
      ...(diagnosis.probe === undefined ? {} : { podUid: pod.uid }),
      image: container?.image ?? '',
      ...(container === undefined || container.role === 'app' ? {} : { role: container.role }),
      ...(companions.length === 0 ? {} : { companions }),
      ...(node === undefined ? {} : { node }),
    },
  ];
}

function bestEvidenceFirst(one: Case, other: Case): number {
  return (
    (other.container?.restarts ?? 0) - (one.container?.restarts ?? 0) ||
    compareText(one.pod.name, other.pod.name) ||
    compareText(one.pod.uid, other.pod.uid)
  );
}
