import { setTimeout as wait } from 'node:timers/promises';
import type { ObjectName } from '../../../domain/rollback/way-back.ts';
import type { Clock } from '../../../ports.ts';
import { objectOf, textOf } from '../json-field.ts';
import { gitRepositories } from '../resource-kind.ts';
import { type Access, type Place, pointerKey, readObject, writePatch } from './access.ts';

interface FetchDeps extends Pick<Access, 'connection' | 'timeoutMs'> {
  readonly clock: Pick<Clock, 'now'>;
  readonly pollMs: number;
}

const requestedAt = 'reconcile.fluxcd.io/requestedAt';
/** Flux writes its status at every turn of its own, so it may come in between. */
const mostAttempts = 5;
/** A repository is fetched in seconds; one that is not is no reason to stay suspended. */
const patienceMs = 10_000;

/**
 * Has Flux fetch from git, as `flux reconcile source git` does, and waits until it has. Otherwise it would apply what it
 * fetched last, which may be older than the revert. See
 * https://fluxcd.io/flux/components/source/gitrepositories/#triggering-a-reconcile
 */
export async function fetchSource(deps: FetchDeps, source: ObjectName): Promise<void> {
  const place = { kind: gitRepositories, ...source };
  const token = new Date(deps.clock.now()).toISOString();
  if (!(await isAsked(deps, place, token))) return;
  for (let waited = 0; waited < patienceMs; waited += deps.pollMs) {
    await wait(deps.pollMs);
    const { status } = objectOf(await readObject(deps, place));
    if (textOf(objectOf(status)['lastHandledReconcileAt']) === token) return;
  }
}

/** False when nobody would answer: the repository is suspended itself, is gone, or never stands still. */
async function isAsked(deps: FetchDeps, place: Place, token: string): Promise<boolean> {
  for (let tried = 1; tried <= mostAttempts; tried += 1) {
    const found = await readObject(deps, place);
    const repository = objectOf(found);
    if (found === undefined || objectOf(repository['spec'])['suspend'] === true) return false;
    const refusal = await writePatch(deps, { ...place, operations: askingFor(repository, token) });
    if (refusal === undefined) return true;
  }
  return false;
}

function askingFor({ metadata }: Readonly<Record<string, unknown>>, token: string): readonly object[] {
  const { annotations, resourceVersion } = objectOf(metadata);
  const ask = { op: 'add', path: `/metadata/annotations/${pointerKey(requestedAt)}`, value: token };
  if (annotations !== undefined) return [ask];
  // Or annotations that came in between would be lost.
  const isSame = { op: 'test', path: '/metadata/resourceVersion', value: textOf(resourceVersion) };
  return [isSame, { op: 'add', path: '/metadata/annotations', value: {} }, ask];
}
