import { setTimeout as wait } from 'node:timers/promises';
import type { ObjectName } from '../../../domain/rollback/way-back.ts';
import { TransientError } from '../../../errors.ts';
import type { FluxControl, ResumeRequest, ResumeResult, SourceNews } from '../../../ports.ts';
import { ForbiddenError } from '../forbidden-error.ts';
import { objectOf, textOf } from '../json-field.ts';
import { projectKustomization } from '../project-manager.ts';
import { gitRepositories, kustomizations } from '../resource-kind.ts';
import { type Access, readObject, type WayBackDeps, writePatch } from './access.ts';
import { fluxStanding, placeOf, resumption } from './flux-object.ts';

type FluxAccess = Pick<Access, 'connection' | 'timeoutMs'>;

const mostAttempts = 5;

/**
 * Takes off the suspension of one rollback: that of somebody else, or of another rollback, stays. And looks whether what
 * Flux will apply then is another thing than before.
 */
export function createFluxControl({ connection, timing }: WayBackDeps): FluxControl {
  const access = { connection, timeoutMs: timing?.timeoutMs ?? 10_000 };

  /** Undefined when it moved in between. */
  async function attempt(request: ResumeRequest): Promise<ResumeResult | undefined> {
    const place = placeOf(request);
    const found = fluxStanding(await readObject(access, place));
    if (found?.key !== request.key) return { kind: 'not-held' };
    const refusal = await writePatch(access, { ...place, operations: resumption(found) });
    if (refusal !== undefined) return undefined;
    return { kind: found.isSuspended ? 'resumed' : 'not-held' };
  }

  return {
    async sourceNews({ owner, object }) {
      // A HelmRelease is applied by somebody else, who is not suspended.
      if (owner !== 'Kustomization') return 'unknown';
      try {
        return await compare(access, object);
      } catch (error) {
        if (error instanceof ForbiddenError) return 'unknown';
        throw error;
      }
    },
    async resume(request) {
      try {
        for (let tried = 1; tried <= mostAttempts; tried += 1) {
          const result = await attempt(request);
          if (result !== undefined) return result;
          await wait(timing?.settleMs ?? 100);
        }
      } catch (error) {
        if (error instanceof ForbiddenError) return { kind: 'forbidden', rule: error.rule };
        throw error;
      }
      throw new TransientError(
        'flux-unsettled',
        `The ${request.owner} is changed faster than it can be resumed.`,
      );
    },
  };
}

/** The revision that it last took up: one that does not get healthy is never its last applied one. */
async function compare(access: FluxAccess, object: ObjectName): Promise<SourceNews> {
  const kustomization = await readObject(access, { kind: kustomizations, ...object });
  const source = projectKustomization(kustomization, (text) => text)?.repository;
  const attempted = textOf(objectOf(objectOf(kustomization)['status'])['lastAttemptedRevision']);
  if (source === undefined || attempted === '') return 'unknown';
  const repository = await readObject(access, { kind: gitRepositories, ...source });
  const { artifact } = objectOf(objectOf(repository)['status']);
  const fetched = textOf(objectOf(artifact)['revision']);
  if (fetched === '') return 'unknown';
  return fetched === attempted ? 'unchanged' : 'moved';
}
