import { PermanentError } from '../../../../errors.ts';
import { getObject } from '../access.ts';
import { type Check, checkStanding } from '../check-standing.ts';
import { type Standing, type UndoKind, undoKinds } from '../undo-kind.ts';
import type { Task } from './task.ts';

/** Whether the workload is still what was confirmed to be left; how it ended, when it is not. */
export async function checkReleased({ access, request, release }: Task): Promise<Check> {
  const kind = kindOf(request.workload.kind);
  return await checkStanding(
    access,
    kind,
    (manager) => manager.kind === 'helm' && manager.name === release.name,
  );
}

/**
 * Whether somebody has brought another version since, past Helm. If not, the generation at which that was so; undefined
 * when the controller has not said yet what was changed.
 */
export async function lookAgain(task: Task): Promise<'overtaken' | number | undefined> {
  const standing = await standingOf(task);
  if (standing === undefined || standing.uid !== task.request.workloadUid) return 'overtaken';
  const { revision, isObserved, generation } = standing;
  const { current, target } = task.request;
  const isOurs = revision.is(current) || (await revision.isOf(target));
  if (!isOurs) return 'overtaken';
  return isObserved ? generation : undefined;
}

/** Of the pods of the confirmed target; undefined when the cluster does not keep it any more. */
export async function targetTemplate({ access, request }: Task): Promise<unknown> {
  const kind = kindOf(request.workload.kind);
  const keeper = await getObject(access, kind.keeper, request.target.revisionName);
  return kind.uidOf(keeper) === request.target.revisionUid ? kind.templateOf(keeper) : undefined;
}

async function standingOf({ access, request }: Task): Promise<Standing | undefined> {
  const kind = kindOf(request.workload.kind);
  return await kind.standingOf(await getObject(access, kind.resource, request.workload.name), access);
}

/** An Argo Rollout's template is kept without the defaults that its pods have: nobody could say which revision it is. */
function kindOf(kind: Task['request']['workload']['kind']): UndoKind {
  const found = kind === 'Rollout' ? undefined : undoKinds[kind];
  if (found === undefined) {
    throw new PermanentError('not-undoable', `A ${kind} of a release cannot be taken back through Helm.`);
  }
  return found;
}
