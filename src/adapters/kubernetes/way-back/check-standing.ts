import { detectManager, type Manager } from '../../../domain/rollback/manager.ts';
import type { WayBackResult } from '../../../ports.ts';
import { type Access, getObject } from './access.ts';
import type { Standing, UndoKind } from './undo-kind.ts';

export type Check =
  | { readonly at: 'clear'; readonly standing: Standing }
  /** The spec was changed and the controller has not said yet what revision that is. */
  | { readonly at: 'unsettled' }
  | { readonly at: 'ended'; readonly result: WayBackResult };

/** Whether the workload is still what was confirmed to be left, and managed by whom it may be; or how it has ended. */
export async function checkStanding(
  access: Access,
  kind: UndoKind,
  mayManage: (manager: Manager) => boolean,
): Promise<Check> {
  const { workload, workloadUid, current, target } = access.request;
  const standing = await kind.standingOf(await getObject(access, kind.resource, workload.name), access);
  if (standing === undefined || standing.isDeleting || standing.uid !== workloadUid) {
    return refused('workload-gone');
  }
  const { revision, isPaused, isObserved, labels, annotations } = standing;
  if (!revision.is(current)) {
    if (await revision.isOf(target)) return { at: 'ended', result: { kind: 'already-there' } };
    return refused('newer-revision');
  }
  if (!mayManage(detectManager(labels, annotations))) return refused('managed');
  if (isPaused) return refused('paused');
  return isObserved ? { at: 'clear', standing } : { at: 'unsettled' };
}

export function refused(
  because: Extract<WayBackResult, { kind: 'refused' }>['because'],
): Extract<Check, { at: 'ended' }> {
  return { at: 'ended', result: { kind: 'refused', because } };
}
