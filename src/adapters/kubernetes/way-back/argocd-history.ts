import { setTimeout as wait } from 'node:timers/promises';
import { deployedSince } from '../../../domain/rollback/deployment-history.ts';
import type { Manager } from '../../../domain/rollback/manager.ts';
import type { ObjectName, PinnedEntry, WayBack } from '../../../domain/rollback/way-back.ts';
import type { WorkloadReference } from '../../../domain/rollout/workload.ts';
import { PermanentError } from '../../../errors.ts';
import type { WayBackExecutor, WayBackResult } from '../../../ports.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../json-field.ts';
import { projectApplication } from '../project-manager.ts';
import { applications } from '../resource-kind.ts';
import { type Access, attemptUntilSettled, readObject, type WayBackDeps, writePatch } from './access.ts';
import { initiatorOf, isOperationOf, rollbackOperation } from './argocd-operation.ts';
import { checkStanding } from './check-standing.ts';
import { clearingTheWay } from './delete-stuck-pods.ts';
import { type UndoKind, undoKinds } from './undo-kind.ts';

type Way = Extract<WayBack, { kind: 'argocd-history' }>;

/** Long enough for a sync of a small Application; what takes longer is asked for again. */
const followMs = 2_000;

/** `SyncAppState` in https://github.com/argoproj/argo-cd/blob/master/controller/sync.go */
const blockedBySyncWindow = 'blocked by sync window';

const replaced =
  'the operation that I began is not there any more: somebody took it away, or began another. Look at the Application before you press again.';

/**
 * Returns an Argo CD Application to an entry of its history, by the operation that Argo CD's own rollback writes, and
 * follows what Argo CD makes of it. The API server itself refuses it when anything of the Application has changed since
 * it was looked at. The operation carries the rollback's key, by which a second call knows it.
 */
export function createArgoCdHistory(deps: WayBackDeps): WayBackExecutor {
  return {
    async carryOut(request) {
      const { way } = request;
      if (way.kind !== 'argocd-history') throw new PermanentError('other-way', `This is no ${way.kind}.`);
      const settleMs = deps.timing?.settleMs;
      const result = await attemptUntilSettled(deps, request, (access) => attempt(access, way, settleMs));
      return clearingTheWay(deps, request, result);
    },
  };
}

/** Undefined when something moved under the attempt and is to be looked at again. */
async function attempt(access: Access, way: Way, settleMs = 100): Promise<WayBackResult | undefined> {
  const application = await getApplication(access, way.application);
  if (isOwn(application, access)) return progress(access, way, application);
  const standing = await checkStanding(access, kindOf(access.request.workload), isLeftToArgoCd);
  if (standing.at !== 'clear') return standing.at === 'ended' ? standing.result : undefined;
  if (access.request.isBegun === true) return refused(replaced);
  const found = check(application, access, way);
  if ('kind' in found) return found;
  if (access.request.takesUpOnly === true) return { kind: 'refused', because: 'not-begun' };
  const operation = rollbackOperation(application, found.entry, access.request);
  const operations = [{ op: 'add', path: '/operation', value: operation }, ...forgetting(application)];
  return (await write(access, way, { application, operations })) ? follow(access, way, settleMs) : undefined;
}

function kindOf({ kind }: WorkloadReference): UndoKind {
  const found = undoKinds[kind];
  if (found === undefined)
    throw new PermanentError('not-undoable', `A ${kind} has no revisions to go back to.`);
  return found;
}

/** Argo CD may track it by a mark that is not its own: then the Application's list tells. */
function isLeftToArgoCd({ kind }: Manager): boolean {
  return kind === 'argocd' || kind === 'none' || kind === 'helm';
}

async function getApplication(access: Access, application: ObjectName): Promise<JsonObject> {
  return objectOf(await readObject(access, { kind: applications, ...application }));
}

interface Change {
  /** As it was looked at. */
  readonly application: JsonObject;
  readonly operations: readonly object[];
}

/** False when the Application has changed since it was looked at, and the API server refused. */
async function write(access: Access, way: Way, { application, operations }: Change): Promise<boolean> {
  const resourceVersion = versionOf(application);
  const refusal = await writePatch(access, {
    kind: applications,
    ...way.application,
    operations: [{ op: 'test', path: '/metadata/resourceVersion', value: resourceVersion }, ...operations],
  });
  if (refusal === undefined) return true;
  if (versionOf(await getApplication(access, way.application)) !== resourceVersion) return false;
  // Nothing has moved: the API server does not take the operation itself.
  throw refusal;
}

function versionOf(application: JsonObject): string {
  return textOf(objectOf(application['metadata'])['resourceVersion']);
}

function stateOf(application: JsonObject): JsonObject {
  return objectOf(objectOf(application['status'])['operationState']);
}

/** What is left of the operation before goes when one begins or is taken back, as Argo CD does it. */
function forgetting(application: JsonObject): readonly object[] {
  const isThere = isObject(objectOf(application['status'])['operationState']);
  return isThere ? [{ op: 'remove', path: '/status/operationState' }] : [];
}

/** Whether the operation that is there, or the last one that was, is this rollback's. */
function isOwn(application: JsonObject, { request: { key } }: Access): boolean {
  return [application['operation'], stateOf(application)['operation']].some((each) =>
    isOperationOf(each, key),
  );
}

/** What Argo CD makes of it; it may take a while, and is then asked for again. */
async function follow(access: Access, way: Way, settleMs: number): Promise<WayBackResult | undefined> {
  for (let waited = 0; waited < followMs; waited += settleMs) {
    await wait(settleMs);
    const application = await getApplication(access, way.application);
    // Somebody's next operation has taken its place: the workload tells what came of it.
    if (!isOwn(application, access)) return undefined;
    const result = await progress(access, way, application);
    if (result === undefined || result.kind !== 'waiting') return result;
  }
  return { kind: 'waiting', for: 'reconciler' };
}

/** How far this rollback's own operation is. */
async function progress(
  access: Access,
  way: Way,
  application: JsonObject,
): Promise<WayBackResult | undefined> {
  const state = stateOf(application);
  // What is left of the operation before, until Argo CD takes this one up.
  const phase = isOperationOf(state['operation'], access.request.key) ? textOf(state['phase']) : '';
  const message = textOf(state['message']);
  if (phase === 'Succeeded') return { kind: 'applied' };
  if (phase === 'Failed' || phase === 'Error') return refused(message || phase);
  if (!message.includes(blockedBySyncWindow)) return { kind: 'waiting', for: 'reconciler' };
  return takeBack(access, way, application);
}

/**
 * Argo CD would hold the operation until the window opens, which may be hours after anybody wants it. To terminate it
 * does not end it either, so it is taken away with its state.
 */
async function takeBack(
  access: Access,
  way: Way,
  application: JsonObject,
): Promise<WayBackResult | undefined> {
  const operations = [{ op: 'remove', path: '/operation' }, ...forgetting(application)];
  const isDone = await write(access, way, { application, operations });
  return isDone
    ? refused('a sync window holds syncs back. I took the operation back, and nothing was changed.')
    : undefined;
}

/** The entry to return to; or why that must not be done now. */
function check(
  application: JsonObject,
  { request }: Access,
  way: Way,
): WayBackResult | { readonly entry: JsonObject } {
  const { namespace, name } = way.application;
  const called = `Application ${namespace}/${name}`;
  const snapshot = projectApplication(application, (text) => text);
  if (snapshot === undefined) return refused(`there is no ${called} any more. Nothing was changed.`);
  const { metadata, operation } = application;
  if (textOf(objectOf(metadata)['deletionTimestamp']) !== '') {
    return refused(`${called} is being deleted. Nothing was changed.`);
  }
  if (!isHolding(application, request.workload)) return { kind: 'refused', because: 'managed' };
  if (snapshot.syncsItself) {
    return refused(
      `automated sync is on for ${called}, and would bring back what is in git. Nothing was changed. Revert the commit there.`,
    );
  }
  if (isObject(operation)) {
    const by = initiatorOf(operation);
    return refused(
      `another operation is in progress for ${called}${by === '' ? '' : `, started by ${by}`}. Nothing was changed. Try again when it is over.`,
    );
  }
  if (deployedSince(request.current, snapshot.history) !== way.later) {
    return { kind: 'refused', because: 'newer-revision' };
  }
  const pin = way.entries.find(({ revisionUid }) => revisionUid === request.target.revisionUid);
  const index = snapshot.history.findIndex((entry) => pin !== undefined && isPinned(entry, pin));
  const entry = listOf(objectOf(application['status'])['history']).filter(isObject)[index];
  return entry === undefined ? { kind: 'refused', because: 'target-gone' } : { entry };
}

/** Another cluster may have an Application of the same name. One that was not compared yet lists nothing. */
function isHolding(application: JsonObject, { kind, namespace, name }: WorkloadReference): boolean {
  const resources = listOf(objectOf(application['status'])['resources']).filter(isObject);
  const isIt = (each: JsonObject) =>
    each['kind'] === kind && each['namespace'] === namespace && each['name'] === name;
  return resources.length === 0 || resources.some(isIt);
}

function isPinned({ id, content }: Pick<PinnedEntry, 'id' | 'content'>, pin: PinnedEntry): boolean {
  return id === pin.id && content === pin.content;
}

function refused(said: string): WayBackResult {
  return { kind: 'refused-elsewhere', who: 'Argo CD', said };
}
