import { PermanentError } from '../../../errors.ts';
import type { WayBackExecutor, WayBackResult } from '../../../ports.ts';
import { type Access, attemptUntilSettled, getObject, patchObject, type WayBackDeps } from './access.ts';
import { type Check, checkStanding, refused } from './check-standing.ts';
import { clearingTheWay } from './delete-stuck-pods.ts';
import { type UndoKind, undoKinds } from './undo-kind.ts';

/**
 * Returns a workload to the template of one of its revisions: the template alone, as long as nothing has moved. The
 * tests in the patch make the API server itself refuse when another revision came in between, or a change of the spec
 * that is to become one. Unlike `kubectl rollout undo` the workload's annotations stay as they are.
 */
export function createUndo(deps: WayBackDeps): WayBackExecutor {
  return {
    async carryOut(request) {
      const kind = undoKinds[request.workload.kind];
      if (kind === undefined) {
        throw new PermanentError(
          'not-undoable',
          `A ${request.workload.kind} has no revisions to go back to.`,
        );
      }
      const result = await attemptUntilSettled(deps, request, (access) => attempt(access, kind));
      return clearingTheWay(deps, request, result);
    },
  };
}

/** Looks whether an undo could go ahead, and changes nothing. Undefined as long as the workload moves. */
export async function previewUndo(access: Access): Promise<WayBackResult | 'clear' | undefined> {
  const kind = undoKinds[access.request.workload.kind];
  if (kind === undefined) return 'clear';
  const found = await prepare(access, kind);
  if (found.at === 'ended') return found.result;
  return found.at === 'clear' ? 'clear' : undefined;
}

type Prepared =
  | Exclude<Check, { at: 'clear' }>
  | (Extract<Check, { at: 'clear' }> & { readonly template: unknown });

/** What is to be put back, where nothing stands in the way. */
async function prepare(access: Access, kind: UndoKind): Promise<Prepared> {
  const found = await check(access, kind);
  if (found.at !== 'clear') return found;
  const { target } = access.request;
  const keeper = await getObject(access, kind.keeper, target.revisionName);
  const template = kind.templateOf(keeper);
  const isKept = kind.uidOf(keeper) === target.revisionUid && template !== undefined;
  return isKept ? { ...found, template } : refused('target-gone');
}

/** Undefined when the workload moved under the attempt, and what it moved to is not known yet. */
async function attempt(access: Access, kind: UndoKind): Promise<WayBackResult | undefined> {
  const { request } = access;
  const found = await prepare(access, kind);
  if (found.at !== 'clear') return found.at === 'ended' ? found.result : undefined;
  if (request.takesUpOnly === true) return { kind: 'refused', because: 'not-begun' };
  const { template } = found;
  const { generation } = found.standing;

  const refusal = await patchObject(access, {
    kind: kind.resource,
    name: request.workload.name,
    operations: [
      { op: 'test', path: '/metadata/uid', value: request.workloadUid },
      ...kind.testsOf(request),
      { op: 'test', path: '/metadata/generation', value: generation },
      { op: 'replace', path: '/spec/template', value: template },
    ],
  });
  return refusal === undefined ? { kind: 'applied' } : explain(access, kind, { refusal, generation });
}

/** A `test` of the patch failed, or the workload went in between: look again to say which. */
async function explain(
  access: Access,
  kind: UndoKind,
  { refusal, generation }: { readonly refusal: PermanentError; readonly generation: number },
): Promise<WayBackResult | undefined> {
  const found = await check(access, kind);
  if (found.at !== 'clear') return found.at === 'ended' ? found.result : undefined;
  if (found.standing.generation !== generation) return undefined;
  // Nothing has moved: the API server does not take the template itself.
  throw refusal;
}

async function check(access: Access, kind: UndoKind): Promise<Check> {
  // Flux has let go of it for as long as that takes.
  const isLetGo = access.request.way.kind === 'suspend-and-undo';
  return await checkStanding(access, kind, (manager) => isLetGo || manager.kind === 'none');
}
