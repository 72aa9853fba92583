import { setTimeout as wait } from 'node:timers/promises';
import { TransientError } from '../../../errors.ts';
import type { FluxResumer, ResumeRequest, ResumeResult } from '../../../ports.ts';
import { ForbiddenError } from '../forbidden-error.ts';
import { readObject, type WayBackDeps, writePatch } from './access.ts';
import { fluxStanding, placeOf, resumption } from './flux-object.ts';

const mostAttempts = 5;

/** Takes off the suspension of one rollback. That of somebody else, or of another rollback, stays. */
export function createFluxResumer({ connection, timing }: WayBackDeps): FluxResumer {
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
