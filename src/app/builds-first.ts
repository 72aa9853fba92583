import { setTimeout as wait } from 'node:timers/promises';
import type { WorkloadObservation } from '../domain/rollout/observation.ts';
import { workloadKey } from '../domain/rollout/workload.ts';
import type { Store } from '../ports.ts';
import { buildSubject } from './build-subject.ts';

export interface BuildsFirst {
  /**
   * Resolves when what was reported of the service is processed, or has had its time; with false when the wait was given up
   * before. Undefined for no wait at all.
   */
  before(seen: WorkloadObservation, service: string): Promise<boolean> | undefined;
  forget(workload: string): void;
}

const lookEveryMs = 100;
/** Of what cannot be processed nothing is learnt by waiting. */
const mostMs = 30_000;

/**
 * A pipeline reports that an image is pushed before it deploys it. When the store was away, or the process was killed in
 * between, both are found at the same time: a rollout that is applied before the report would get a card of its own
 * beside that of its build.
 */
export function createBuildsFirst(
  store: Pick<Store, 'inbox'>,
  patience: number,
  givenUp: AbortSignal,
): BuildsFirst {
  /** By workload: the revision that was let through last. */
  const passed = new Map<string, string>();

  async function untilProcessed(subject: string): Promise<boolean> {
    // By the clock: a store that is busy takes longer to answer than it is waited between two questions.
    const giveUpAt = performance.now() + mostMs * patience;
    while (performance.now() < giveUpAt) {
      if (!(await store.inbox.isWaiting(subject))) return true;
      if (givenUp.aborted) return false;
      await wait(lookEveryMs, undefined, { signal: givenUp }).catch(() => undefined);
    }
    return !givenUp.aborted;
  }

  return {
    before({ workload, uid, revision }, service) {
      const key = workloadKey(workload);
      const revisionKey = `${uid}/${revision.number}`;
      if (passed.get(key) === revisionKey) return undefined;
      return untilProcessed(buildSubject(service)).then((mayGoOn) => {
        if (mayGoOn) passed.set(key, revisionKey);
        return mayGoOn;
      });
    },
    forget: (workload) => void passed.delete(workload),
  };
}
