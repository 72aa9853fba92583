import type { WorkloadObservation } from '../rollout/observation.ts';
import { type Problem, problemKey } from './problem.ts';
import { worstFirst } from './severity.ts';
import type { Span, Suspect } from './suspect.ts';

export interface Ripening {
  readonly now: number;
  /** Multiplies every patience: 1 in earnest, less where a whole cluster runs faster than time. */
  readonly patience: number;
  /**
   * When this watcher first saw a suspect, by its key; absent for one that was there before it began to look. The
   * cluster's clock may be wrong by minutes: what was seen to begin cannot be older than that.
   */
  readonly firstSeenAt?: (key: string) => number | undefined;
}

/** The look with those suspects among its problems that have lasted for too long. */
export function ripen(seen: WorkloadObservation, ripening: Ripening): WorkloadObservation {
  const ripe = seen.suspects.flatMap((suspect) => ripeProblem(suspect, ripening));
  if (ripe.length === 0) return seen;
  const late = new Map(ripe.map((problem) => [problemKey(problem), problem]));
  const known = seen.problems.map((problem) => {
    const more = late.get(problemKey(problem));
    late.delete(problemKey(problem));
    return more === undefined ? problem : { ...problem, pods: problem.pods + more.pods };
  });
  return { ...seen, problems: [...known, ...late.values()].toSorted(worstFirst) };
}

/** When a suspect next becomes a problem or ceases to be one, if nothing else changes; undefined for never. */
export function ripensAt(seen: WorkloadObservation, ripening: Ripening): number | undefined {
  const times = seen.suspects.flatMap((suspect) =>
    suspect.spans.flatMap((span) => [dueAt(suspect, span, ripening), span.until ?? Number.NaN]),
  );
  return times.reduce<number | undefined>(
    (next, at) => (at > ripening.now && (next === undefined || at < next) ? at : next),
    undefined,
  );
}

function ripeProblem(suspect: Suspect, ripening: Ripening): Problem[] {
  const { now } = ripening;
  const ripe = suspect.spans.filter(
    (span) => dueAt(suspect, span, ripening) <= now && now < (span.until ?? Number.POSITIVE_INFINITY),
  );
  const [first] = ripe;
  return first === undefined ? [] : [{ ...suspect.problem, pods: ripe.length, since: first.from }];
}

function dueAt({ problem, patienceMs }: Suspect, { from }: Span, ripening: Ripening): number {
  const seenAt = ripening.firstSeenAt?.(problemKey(problem)) ?? from;
  return Math.max(from, seenAt) + patienceMs * ripening.patience;
}
