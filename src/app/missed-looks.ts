import { pastLooks } from '../domain/rollout/past-looks.ts';
import type { StoreSession, WorkloadRecord } from '../ports.ts';
import type { Look } from './look-queue.ts';

/** What lies further back is history: a card for each release of a weekend would only bury what is new. */
const mostAwayMs = 60 * 60_000;

interface Gap {
  readonly look: Look;
  readonly known: WorkloadRecord | undefined;
  readonly now: number;
}

/** What is to be applied before the look: the revisions that came and went since the cluster was last seen. */
export async function missedLooks(
  session: Pick<StoreSession, 'sightings'>,
  { look, known, now }: Gap,
): Promise<readonly Look[]> {
  const { seen } = look;
  if (known === undefined || known.uid !== seen.uid) return [];
  const past = pastLooks(seen, known);
  if (past.length === 0) return [];
  const seenUntil = (await session.sightings()).get(seen.workload.cluster);
  if (seenUntil === undefined || now - seenUntil > mostAwayMs) return [];
  return past.map((each) => ({ ...look, seen: each, isBaseline: false }));
}
