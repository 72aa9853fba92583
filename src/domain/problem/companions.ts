import type { ContainerSnapshot, PodSnapshot, Termination } from '../rollout/snapshot.ts';
import { compareText } from './severity.ts';

/** Another container of the same pod, whose own end may explain the problem of the one that is named. */
export interface Companion {
  readonly container: string;
  readonly exitCode: number;
  /** Absent for an ordinary one. */
  readonly role?: Exclude<ContainerSnapshot['role'], 'app'>;
}

/** More of them have one cause. */
const mostCompanions = 2;
/** What ended longer before the last that is known of the pod is another story. */
const longestMs = 30 * 60_000;

/** Whoever has more containers than this in a pod has other troubles, and every one of them is looked at for each. */
const mostLookedAt = 24;

/** The containers beside this one that ended otherwise than well a short while ago, the last one first. */
export function companionsOf(pod: PodSnapshot, container: string): readonly Companion[] {
  const looked = pod.containers.slice(0, mostLookedAt);
  const latest = Math.max(...looked.map(lastTime));
  return looked
    .flatMap((each) => {
      const ended = each.name === container ? undefined : badEndOf(each);
      return ended === undefined || latest - ended.finishedAt > longestMs ? [] : [{ each, ended }];
    })
    .toSorted(
      (one, other) =>
        other.ended.finishedAt - one.ended.finishedAt || compareText(one.each.name, other.each.name),
    )
    .slice(0, mostCompanions)
    .map(({ each, ended }) => ({
      container: each.name,
      exitCode: ended.exitCode,
      ...(each.role === 'app' ? {} : { role: each.role }),
    }));
}

/** Those of a problem's companions that have no problem of their own among these, which tells more. */
export function unnamedCompanions(
  { companions = [] }: { readonly companions?: readonly Companion[] },
  problems: readonly { readonly container: string }[],
): readonly Companion[] {
  const named = new Set(problems.map(({ container }) => container));
  return companions.filter(({ container }) => !named.has(container));
}

/** An init container that failed and then came to its good end explains nothing any more. */
function badEndOf({ state, lastTermination }: ContainerSnapshot): Termination | undefined {
  const ended = state.kind === 'terminated' ? state : lastTermination;
  return ended === undefined || ended.exitCode === 0 ? undefined : ended;
}

function lastTime({ state, lastTermination }: ContainerSnapshot): number {
  const now = state.kind === 'running' ? state.startedAt : state.kind === 'terminated' ? state.finishedAt : 0;
  return Math.max(now, lastTermination?.finishedAt ?? 0);
}
