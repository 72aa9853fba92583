import type { Revision, WorkloadObservation } from '../rollout/observation.ts';
import { type Problem, problemKey } from './problem.ts';
import { worstFirst } from './severity.ts';
import type { Span, Suspect } from './suspect.ts';
import type { Troubles } from './troubles.ts';

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

/** A suspect by what tells it from all others of its workload. */
export interface KeyedSuspect {
  readonly key: string;
  readonly suspect: Suspect;
}

type Suspicious = Pick<WorkloadObservation, 'suspects' | 'olderTroubles'>;

/** Every suspect of a look, those of older revisions included. */
export function keyedSuspects({ suspects, olderTroubles }: Suspicious): readonly KeyedSuspect[] {
  return [
    ...suspects.map((suspect) => ({ key: keyOf(suspect), suspect })),
    ...olderTroubles.flatMap(({ revision, suspects: older }) =>
      older.map((suspect) => ({ key: keyOf(suspect, revision), suspect })),
    ),
  ];
}

/** The look with those suspects among its problems that have lasted for too long. */
export function ripen(seen: WorkloadObservation, ripening: Ripening): WorkloadObservation {
  return {
    ...seen,
    ...ripenTroubles(seen, undefined, ripening),
    olderTroubles: seen.olderTroubles.map((older) => ({
      ...older,
      ...ripenTroubles(older, older.revision, ripening),
    })),
  };
}

/** What has not lasted for long enough yet, and may pass by itself; of the current revision only. */
export function unripe(seen: WorkloadObservation, ripening: Ripening): readonly Problem[] {
  const { now } = ripening;
  return seen.suspects.flatMap((suspect) => {
    const keyed = { key: keyOf(suspect), suspect };
    if (ripeProblem(keyed, ripening).length > 0) return [];
    const open = suspect.spans.filter(({ until }) => until === undefined || now < until);
    const [first] = open;
    return first === undefined ? [] : [{ ...suspect.problem, ...extentOf(suspect, open, first) }];
  });
}

/** When a suspect next becomes a problem or ceases to be one, if nothing else changes; undefined for never. */
export function ripensAt(seen: Suspicious, ripening: Ripening): number | undefined {
  const times = keyedSuspects(seen).flatMap((keyed) =>
    keyed.suspect.spans.flatMap((span) => [dueAt(keyed, span, ripening), span.until ?? Number.NaN]),
  );
  return times.reduce<number | undefined>(
    (next, at) => (at > ripening.now && (next === undefined || at < next) ? at : next),
    undefined,
  );
}

function keyOf({ problem }: Suspect, revision?: Revision): string {
  return revision === undefined ? problemKey(problem) : `${revision.revisionUid} ${problemKey(problem)}`;
}

function ripenTroubles(
  { problems, suspects }: Troubles,
  revision: Revision | undefined,
  ripening: Ripening,
): Pick<Troubles, 'problems'> {
  const ripe = suspects.flatMap((suspect) =>
    ripeProblem({ key: keyOf(suspect, revision), suspect }, ripening),
  );
  if (ripe.length === 0) return { problems };
  const late = new Map(ripe.map((problem) => [problemKey(problem), problem]));
  const known = problems.map((problem) => {
    const more = late.get(problemKey(problem));
    late.delete(problemKey(problem));
    return more === undefined ? problem : { ...problem, pods: problem.pods + more.pods };
  });
  return { problems: [...known, ...late.values()].toSorted(worstFirst) };
}

function ripeProblem(keyed: KeyedSuspect, ripening: Ripening): Problem[] {
  const { now } = ripening;
  const { problem, spans } = keyed.suspect;
  const ripe = spans.filter(
    (span) => dueAt(keyed, span, ripening) <= now && now < (span.until ?? Number.POSITIVE_INFINITY),
  );
  const [first] = ripe;
  return first === undefined ? [] : [{ ...problem, ...extentOf(keyed.suspect, ripe, first) }];
}

/** What is suspected of the workload as a whole counts no pods. */
function extentOf({ problem }: Suspect, spans: readonly Span[], first: Span) {
  return { pods: problem.pods === 0 ? 0 : spans.length, since: first.from };
}

function dueAt({ key, suspect }: KeyedSuspect, { from }: Span, ripening: Ripening): number {
  const seenAt = ripening.firstSeenAt?.(key) ?? from;
  return Math.max(from, seenAt) + suspect.patienceMs * ripening.patience;
}
