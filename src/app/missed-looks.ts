import { leftBy, pastLooks } from '../domain/rollout/past-looks.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { Log, StoreSession, WorkloadRecord } from '../ports.ts';
import type { Look } from './look-queue.ts';

/** How far the cluster's clock and ours may differ. */
export const clockSkewMs = 5 * 60_000;

/** What lies further back is history: a card for each release of a weekend would only bury what is new. */
const mostAwayMs = 60 * 60_000;

/** As many as a cluster keeps by default. Two controllers that fight over a template make hundreds in an hour. */
const mostMissed = 10;

interface Gap {
  readonly look: Look;
  readonly known: WorkloadRecord | undefined;
  readonly now: number;
  readonly log: Log;
}

/** What is to be applied before the look: the revisions that came and went since the cluster was last seen. */
export async function missedLooks(
  session: Pick<StoreSession, 'sightings'>,
  { look, known, now, log }: Gap,
): Promise<readonly Look[]> {
  const { seen } = look;
  if (known === undefined || known.uid !== seen.uid) return [];
  const past = pastLooks(seen, known);
  if (past.length === 0) return [];
  const seenUntil = (await session.sightings()).get(seen.workload.cluster);
  if (seenUntil === undefined || now - seenUntil > mostAwayMs) return [];
  // What was left before that was there to be seen: its namespace, or its kind, was not followed then.
  const since = Math.min(seenUntil, now) - clockSkewMs;
  const missed = past.filter((each) => leftBy(each, seen) >= since);
  if (missed.length > mostMissed) {
    const fields = { workload: workloadKey(seen.workload), untold: missed.length - mostMissed };
    log.warn(fields, 'More revisions came and went unseen than are told');
  }
  return missed.slice(-mostMissed).map((each) => ({ ...look, seen: each, isBaseline: false }));
}
