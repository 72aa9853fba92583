import type { WayBackResult } from '../../../ports.ts';
import { type Access, getObject } from './access.ts';
import { undoKinds } from './undo-kind.ts';

/**
 * Whether a workload whose manager is asked to take it back is still at the revision that is to be left. `unsettled`:
 * its specification was changed, and the controller has not said yet what revision that is.
 */
export async function checkStanding(access: Access): Promise<WayBackResult | 'clear' | 'unsettled'> {
  const { workload, workloadUid, current, target } = access.request;
  const kind = undoKinds[workload.kind];
  const found =
    kind && (await kind.standingOf(await getObject(access, kind.resource, workload.name), access));
  if (found === undefined || found.isDeleting || found.uid !== workloadUid) {
    return { kind: 'refused', because: 'workload-gone' };
  }
  const { revision, isPaused, isObserved } = found;
  if (!revision.is(current)) {
    return (await revision.isOf(target))
      ? { kind: 'already-there' }
      : { kind: 'refused', because: 'newer-revision' };
  }
  if (isPaused) return { kind: 'refused', because: 'paused' };
  return isObserved ? 'clear' : 'unsettled';
}
