import type { Revision, WorkloadObservation } from './observation.ts';
import { runsToAnEnd } from './workload.ts';

/** What was remembered of the look before. */
export interface LastSeen {
  readonly revision: number;
  readonly deadlineExceededAt?: number;
}

/**
 * The looks that nobody took: what the workload was at between the revision that was seen last and the one that it is at
 * now, oldest first. The cluster keeps old revisions, so what came and went while nobody looked can be told of, though not
 * how far it came.
 */
export function pastLooks(seen: WorkloadObservation, lastSeen: LastSeen): readonly WorkloadObservation[] {
  // A Job is made anew each time, and what a CronJob did is not kept in order.
  if (runsToAnEnd(seen.workload) || seen.revision.number <= lastSeen.revision + 1) return [];
  const oldestFirst = [seen.revision, ...seen.older]
    .flatMap(atEachNumber)
    .toSorted((one, other) => one.number - other.number);
  return oldestFirst
    .filter(({ number }) => number > lastSeen.revision && number < seen.revision.number)
    .map((revision) => ({ ...pastLook(seen, revision, oldestFirst), ...deadlineOf(lastSeen) }));
}

/**
 * The latest moment at which a workload can have left a revision: when the next was made that had not been there before.
 * Infinity where nothing was made since, but only returned to.
 */
export function leftBy(past: WorkloadObservation, seen: WorkloadObservation): number {
  const thereThen = [past.revision, ...past.older].map(({ createdAt }) => createdAt);
  const made = [seen.revision, ...seen.older]
    .filter(({ number }) => number > past.revision.number)
    .map(({ createdAt }) => createdAt)
    .filter((createdAt) => createdAt > Math.max(...thereThen));
  return Math.min(...made);
}

/** A return to an old revision gives it a new number; what it had before says when it was there before. */
function atEachNumber({ formerNumbers = [], changed: _, ...revision }: Revision): readonly Revision[] {
  const numbers = [...formerNumbers, revision.number];
  return numbers.map((number, index) => ({
    ...revision,
    number,
    ...(index === 0 ? {} : { formerNumbers: numbers.slice(0, index) }),
  }));
}

function pastLook(
  seen: WorkloadObservation,
  revision: Revision,
  oldestFirst: readonly Revision[],
): WorkloadObservation {
  const { serving: _, particulars: __, deadlineExceededAt: ___, ...rest } = seen;
  return {
    ...rest,
    isPast: true,
    // These are about the version of now.
    labels: without(seen.labels, ofOneVersion),
    annotations: without(seen.annotations, ofOneVersion),
    revision,
    older: oldestFirst.filter(({ number }) => number < revision.number).toReversed(),
    phase: 'progressing',
    message: '',
    counts: { desired: seen.counts.desired, updated: 0, updatedAvailable: 0, old: 0, oldAvailable: 0 },
    problems: [],
    suspects: [],
    olderTroubles: [],
  };
}

/** What stood then stood before all that came since: it says nothing of any of it. */
function deadlineOf({ deadlineExceededAt }: LastSeen): Pick<WorkloadObservation, 'deadlineExceededAt'> {
  return deadlineExceededAt === undefined ? {} : { deadlineExceededAt };
}

const ofOneVersion: ReadonlySet<string> = new Set(['app.kubernetes.io/version', 'shipmate.dev/commit']);

function without(
  from: Readonly<Record<string, string>>,
  keys: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.has(key)));
}
