import { PermanentError } from '../../../../errors.ts';
import type { Clock, WayBackExecutor, WayBackResult } from '../../../../ports.ts';
import { attemptUntilSettled, type WayBackDeps } from '../access.ts';
import { clearingTheWay } from '../delete-stuck-pods.ts';
import { createApi } from './api.ts';
import { createApplyRelease } from './apply-release.ts';
import { type Found, matchTarget, refuseHooks } from './find-target.ts';
import { finishRollback } from './finish-rollback.ts';
import { createRecord, listRecords, markRecord, type RecordHead, readRecord } from './history.ts';
import { parseManifest } from './manifest.ts';
import { RefusedError } from './refused-error.ts';
import { type ReleaseRecord, rollbackRecord } from './release-record.ts';
import { checkReleased, targetTemplate } from './standing.ts';
import type { Task } from './task.ts';

export interface HelmDeps extends WayBackDeps {
  readonly clock: Clock;
}

/**
 * Takes a Helm release back to an earlier revision, as `helm rollback --no-hooks` does: a record of a new revision is
 * the lock and holds the request's key, then everything that the release holds is brought back, then the record says
 * that it is deployed. Everything is rehearsed before the record is made, so that what is not allowed changes nothing.
 */
export function createHelmRollback(deps: HelmDeps): WayBackExecutor {
  return {
    async carryOut(request) {
      const { way } = request;
      if (way.kind !== 'helm') throw new PermanentError('helm-no-release', 'This is no release of Helm.');
      const { release } = way;
      const result = await attemptUntilSettled(deps, request, async (access) => {
        const api = createApi(access);
        const apply = createApplyRelease(api, release);
        return await attempt({ access, request, release, api, apply, clock: deps.clock });
      });
      return await clearingTheWay(deps, request, result);
    },
  };
}

/** Undefined when something moved under the attempt. */
async function attempt(task: Task): Promise<WayBackResult | undefined> {
  const { api, release, request } = task;
  const heads = await listRecords(api, release);
  const own = heads.find(({ key }) => key === request.key);
  if (own !== undefined) return await finishRollback(task, heads, own);
  if (request.takesUpOnly === true) return { kind: 'refused', because: 'not-begun' };
  const standing = await checkReleased(task);
  if (standing.at !== 'clear') return standing.at === 'ended' ? standing.result : undefined;
  const template = await targetTemplate(task);
  if (template === undefined) return { kind: 'refused', because: 'target-gone' };
  try {
    await begin(task, heads, template);
  } catch (error) {
    return refusalOf(error);
  }
  const now = await listRecords(api, release);
  const made = now.find(({ key }) => key === request.key);
  return made === undefined ? undefined : await finishRollback(task, now, made);
}

const underWay: ReadonlySet<string> = new Set([
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
  'uninstalling',
]);

/** Finds the revision, rehearses everything, and makes the record that locks the release. */
async function begin(task: Task, heads: readonly RecordHead[], template: unknown): Promise<void> {
  const { api, release, request, apply, clock } = task;
  const [head] = heads;
  if (head === undefined)
    throw new RefusedError(`there is no record of it in the Secrets of ${release.namespace}`);
  if (underWay.has(head.status)) {
    throw new RefusedError(
      `revision ${head.version} is ${head.status}: another helm is at work on it, or was interrupted (helm history ${release.name} -n ${release.namespace})`,
    );
  }
  const current = await readRecord(api, release, head);
  const { found, labels } = await find(task, heads, { current, template });
  refuseHooks(found.record);
  const now = clock.now();
  const record = { raw: rollbackRecord(current, found.record, now), key: request.key, labels, now };
  await createRecord(api, release, record, { isDryRun: true });
  await markRecord(api, release, { head, raw: current.raw, status: 'superseded', now }, { isDryRun: true });
  await apply.bringAll(found.move, { isDryRun: true });
  await createRecord(api, release, record, { isDryRun: false });
}

/** The newest revision that is the target. */
async function find(
  task: Task,
  heads: readonly RecordHead[],
  { current, template }: { readonly current: ReleaseRecord; readonly template: unknown },
): Promise<{ readonly found: Found; readonly labels: RecordHead['labels'] }> {
  const { request, apply } = task;
  const original = await parseManifest(current.manifest);
  for (const head of heads) {
    const record = head.version === current.version ? current : await readIfIntact(task, head);
    const found = record && (await matchTarget(record, { original, request, template, apply }));
    if (found !== undefined) return { found, labels: head.labels };
  }
  throw new RefusedError(`its history has no revision with the pods of ${request.targetLabel}`);
}

/** What nobody can read is nothing to go back to; others may be. */
async function readIfIntact({ api, release }: Task, head: RecordHead): Promise<ReleaseRecord | undefined> {
  try {
    return await readRecord(api, release, head);
  } catch (error) {
    if (error instanceof PermanentError && error.code === 'helm-record-unreadable') return undefined;
    throw error;
  }
}

const refusedBy: ReadonlyMap<string, string> = new Map([
  ['helm-record-unreadable', 'Helm'],
  ['kubernetes-invalid', 'Kubernetes'],
  ['kubernetes-bad-request', 'Kubernetes'],
]);

/** Undefined to try again; what is none is thrown on. */
function refusalOf(error: unknown): WayBackResult | undefined {
  if (error instanceof RefusedError) {
    return { kind: 'refused-elsewhere', who: 'Helm', said: `${error.message}. Nothing was changed.` };
  }
  if (!(error instanceof PermanentError)) throw error;
  if (error.code === 'kubernetes-conflict') return undefined;
  const who = refusedBy.get(error.code);
  if (who === undefined) throw error;
  return { kind: 'refused-elsewhere', who, said: `${error.message} Nothing was changed.` };
}
