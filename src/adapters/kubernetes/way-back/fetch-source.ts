import { setTimeout as wait } from 'node:timers/promises';
import type { ObjectName } from '../../../domain/rollback/way-back.ts';
import type { Clock } from '../../../ports.ts';
import { objectOf, textOf } from '../json-field.ts';
import { gitRepositories } from '../resource-kind.ts';
import { type Access, pointerKey, readObject, writePatch } from './access.ts';

interface FetchDeps extends Pick<Access, 'connection' | 'timeoutMs'> {
  readonly clock: Pick<Clock, 'now'>;
  readonly pollMs: number;
}

const requestedAt = 'reconcile.fluxcd.io/requestedAt';
/** A repository is fetched in seconds; one that is not is no reason to stay suspended. */
const patienceMs = 10_000;

/**
 * Has Flux fetch from git, as `flux reconcile source git` does, and waits until it has. Otherwise it would apply what it
 * fetched last, which may be older than the revert. See
 * https://fluxcd.io/flux/components/source/gitrepositories/#triggering-a-reconcile
 */
export async function fetchSource(deps: FetchDeps, source: ObjectName): Promise<void> {
  const place = { kind: gitRepositories, ...source };
  const repository = objectOf(await readObject(deps, place));
  if (objectOf(repository['spec'])['suspend'] === true) return;
  const { annotations } = objectOf(repository['metadata']);
  const startedAt = deps.clock.now();
  const token = new Date(startedAt).toISOString();
  const refusal = await writePatch(deps, {
    ...place,
    operations: [
      ...(annotations === undefined
        ? [
            { op: 'test', path: '/metadata/resourceVersion', value: versionOf(repository) },
            { op: 'add', path: '/metadata/annotations', value: {} },
          ]
        : []),
      { op: 'add', path: `/metadata/annotations/${pointerKey(requestedAt)}`, value: token },
    ],
  });
  if (refusal !== undefined) return;
  for (let waited = 0; waited < patienceMs; waited += deps.pollMs) {
    await wait(deps.pollMs);
    const { status } = objectOf(await readObject(deps, place));
    if (textOf(objectOf(status)['lastHandledReconcileAt']) === token) return;
  }
}

function versionOf(object: Readonly<Record<string, unknown>>): string {
  return textOf(objectOf(object['metadata'])['resourceVersion']);
}
