import { PermanentError, TransientError } from '../../../../errors.ts';
import type { WayBackResult } from '../../../../ports.ts';
import { workloadIn } from './find-target.ts';
import { listRecords, markRecord, type RecordHead, readRecord } from './history.ts';
import { parseManifest } from './manifest.ts';
import { RefusedError } from './refused-error.ts';
import type { ReleaseRecord } from './release-record.ts';
import { lookAgain } from './standing.ts';
import type { Task } from './task.ts';

const forReal = { isDryRun: false } as const;

/**
 * Goes on with a rollback whose record is there, wherever it was left: nothing of it does harm when it is done again.
 * Undefined to try again. What is half way is never given up for a right or a credential that may come back.
 */
export async function finishRollback(
  task: Task,
  heads: readonly RecordHead[],
  own: RecordHead,
): Promise<WayBackResult | undefined> {
  try {
    return await finish(task, heads, own);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    if (error.code === 'kubernetes-conflict') return undefined;
    throw new TransientError('helm-half-way', error.message, { cause: error, outcome: 'unknown' });
  }
}

async function finish(
  task: Task,
  heads: readonly RecordHead[],
  own: RecordHead,
): Promise<WayBackResult | undefined> {
  const { api, release } = task;
  if (own.status === 'failed') return await failedBefore(task, own);
  // Deployed, or superseded by what came after it.
  if (own.status !== 'pending-rollback') return { kind: 'already-there' };
  const [record, left] = await Promise.all([readRecord(api, release, own), readLeft(task, heads, own)]);
  const generation = await lookAgain(task);
  if (generation === undefined) return undefined;
  if (generation === 'overtaken') {
    const why = 'another version came first';
    await fail(task, { own, record, why });
    // By now something of the release may be back: nobody is to be told that nothing was changed.
    return refusedHalfWay(why, own.version);
  }
  try {
    const original = await parseManifest(left.manifest);
    const target = await parseManifest(record.manifest);
    const move = { original, target, pinned: { object: workloadIn(target, task.request), generation } };
    await task.apply.bringAll(move, forReal);
  } catch (error) {
    return await giveUp(task, { own, record }, error);
  }
  await supersedeOthers(task, own);
  await markRecord(
    api,
    release,
    { head: own, raw: record.raw, status: 'deployed', now: task.clock.now() },
    forReal,
  );
  return { kind: 'applied' };
}

/** The revision that is left: the one before. */
async function readLeft(
  { api, release }: Task,
  heads: readonly RecordHead[],
  own: RecordHead,
): Promise<ReleaseRecord> {
  const left = heads.find(({ version }) => version < own.version);
  if (left === undefined)
    throw new PermanentError('helm-record-gone', 'The revision that is left has no record.');
  return await readRecord(api, release, left);
}

/** After these the same would be answered again. */
const decisive: ReadonlySet<string> = new Set([
  'kubernetes-forbidden',
  'kubernetes-invalid',
  'kubernetes-bad-request',
  'kubernetes-not-found',
]);

interface Begun {
  readonly own: RecordHead;
  readonly record: ReleaseRecord;
}

/** The rehearsal went well, and then it did not: the record says so, so that Helm can go on. */
async function giveUp(task: Task, begun: Begun, error: unknown): Promise<WayBackResult | undefined> {
  const isDecided = error instanceof PermanentError && decisive.has(error.code);
  if (!isDecided && !(error instanceof RefusedError)) throw error;
  await fail(task, { ...begun, why: error.message });
  return refusedHalfWay(error.message, begun.own.version);
}

async function fail(task: Task, { own, record, why }: Begun & { readonly why: string }): Promise<void> {
  const { api, release, clock } = task;
  const description = `Rollback "${release.name}" failed: ${why}`;
  await supersedeOthers(task, own);
  const change = { head: own, raw: record.raw, status: 'failed', description, now: clock.now() } as const;
  await markRecord(api, release, change, forReal);
}

async function failedBefore({ api, release }: Task, own: RecordHead): Promise<WayBackResult> {
  const { raw } = await readRecord(api, release, own);
  const { description } = (raw['info'] ?? {}) as { readonly description?: unknown };
  return refusedHalfWay(typeof description === 'string' ? description : 'it failed', own.version);
}

function refusedHalfWay(why: string, version: number): WayBackResult {
  const said = `${why}. Some of it may be changed: Helm's revision ${version} is marked as failed.`;
  return { kind: 'refused-elsewhere', who: 'Kubernetes', said };
}

/** More than one may be there, after helms that were interrupted. */
async function supersedeOthers({ api, release, clock }: Task, own: RecordHead): Promise<void> {
  for (const head of await listRecords(api, release)) {
    if (head.status !== 'deployed' || head.version >= own.version) continue;
    const { raw } = await readRecord(api, release, head);
    await markRecord(api, release, { head, raw, status: 'superseded', now: clock.now() }, forReal);
  }
}
