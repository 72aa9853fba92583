import type { WorkloadObservation } from '../rollout/observation.ts';
import { worstFirst } from './severity.ts';
import type { Troubles } from './troubles.ts';

/** Nobody reads more than these, and every one of them is stored, redacted and compared with each look. */
const most = 50;

/** A look with the worst of its problems, where there are more than anybody could want. */
export function withinReason(seen: WorkloadObservation): WorkloadObservation {
  return {
    ...seen,
    ...worstOf(seen),
    olderTroubles: seen.olderTroubles.slice(0, most).map((older) => ({ ...older, ...worstOf(older) })),
  };
}

function worstOf({ problems, suspects }: Troubles): Troubles {
  return {
    problems: problems.length <= most ? problems : problems.toSorted(worstFirst).slice(0, most),
    suspects: suspects.slice(0, most),
  };
}
