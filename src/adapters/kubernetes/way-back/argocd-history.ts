import { setTimeout as wait } from 'node:timers/promises';
import { deployedSince } from '../../../domain/rollback/deployment-history.ts';
import type { ObjectName, PinnedEntry, WayBack } from '../../../domain/rollback/way-back.ts';
import { PermanentError } from '../../../errors.ts';
import type { WayBackExecutor, WayBackResult } from '../../../ports.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../json-field.ts';
import { projectApplication } from '../project-manager.ts';
import { applications } from '../resource-kind.ts';
import { type Access, attemptUntilSettled, getObject, patchObject, type WayBackDeps } from './access.ts';
import { initiatorOf, isOperationOf, rollbackOperation } from './argocd-operation.ts';
import { checkStanding } from './check-standing.ts';

type Way = Extract<WayBack, { kind: 'argocd-history' }>;

/** Long enough for a sync of a small Application; what takes longer is asked for again. */
const followMs = 2_000;

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
      return attemptUntilSettled(deps, request, (access) => attempt(access, way, deps.timing?.settleMs));
    },
  };
}

/** Undefined when something moved under the attempt and is to be looked at again. */
async function attempt(access: Access, way: Way, settleMs = 100): Promise<WayBackResult | undefined> {
  const application = await getApplication(access, way.application);
  const outcome = outcomeOf(application, access);
  if (outcome !== undefined) return outcome;
  const standing = await checkStanding(access);
  if (standing !== 'clear') return standing === 'unsettled' ? undefined : standing;
  const found = check(application, access, way);
  if ('kind' in found) return found;

  const { resourceVersion } = objectOf(application['metadata']);
  const operation = rollbackOperation(application, found.entry, access.request);
  const refusal = await patchObject(access, {
    kind: applications,
    ...way.application,
    operations: [
      { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion },
      { op: 'add', path: '/operation', value: operation },
      // As Argo CD does it: what is there is of the operation before.
      ...(isObject(objectOf(application['status'])['operationState'])
        ? [{ op: 'remove', path: '/status/operationState' }]
        : []),
    ],
  });
  if (refusal === undefined) return follow(access, way, settleMs);
  const now = await getApplication(access, way.application);
  if (objectOf(now['metadata'])['resourceVersion'] !== resourceVersion) return undefined;
  // Nothing has moved: the API server does not take the operation itself.
  throw refusal;
}

async function getApplication(access: Access, { namespace, name }: ObjectName): Promise<JsonObject> {
  return objectOf(await getObject(access, applications, name, namespace));
}

/** What became of the operation so far; it may take a while, and is then asked for again. */
async function follow(access: Access, way: Way, settleMs: number): Promise<WayBackResult> {
  for (let waited = 0; waited < followMs; waited += settleMs) {
    await wait(settleMs);
    const outcome = outcomeOf(await getApplication(access, way.application), access);
    if (outcome !== undefined && outcome.kind !== 'waiting') return outcome;
  }
  return { kind: 'waiting', for: 'reconciler' };
}

/** What became of this rollback's own operation; undefined when there is none. */
function outcomeOf(application: JsonObject, { request: { key } }: Access): WayBackResult | undefined {
  const { operation } = application;
  const state = objectOf(objectOf(application['status'])['operationState']);
  if (isOperationOf(state['operation'], key)) {
    const phase = textOf(state['phase']);
    if (phase === 'Succeeded') return { kind: 'applied' };
    if (phase === 'Failed' || phase === 'Error') return refused(textOf(state['message']) || phase);
    return { kind: 'waiting', for: 'reconciler' };
  }
  return isOperationOf(operation, key) ? { kind: 'waiting', for: 'reconciler' } : undefined;
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

function isPinned({ id, content }: Pick<PinnedEntry, 'id' | 'content'>, pin: PinnedEntry): boolean {
  return id === pin.id && content === pin.content;
}

function refused(said: string): WayBackResult {
  return { kind: 'refused-elsewhere', who: 'Argo CD', said };
}
